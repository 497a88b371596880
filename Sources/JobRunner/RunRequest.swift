public import Reports
public import ReportWriters
public import StockReading

/// What is asked of one run: which reports, of what days, written where and how.
public struct RunRequest: Sendable {
  /// The business days that are asked for.
  public enum Dates: Hashable, Sendable {
    /// The last complete business date.
    case lastCompleteDay
    /// One business date.
    case day(Day)
    /// The business dates from one to another, both included.
    case range(Day, Day)

    /// The last of them, where it is named.
    var last: Day? {
      switch self {
      case .lastCompleteDay: nil
      case .day(let day), .range(_, let day): day
      }
    }
  }

  /// The reports, in the order in which they are made.
  public var definitions: [ReportDefinition]
  /// Whether each of them was named, so that an option that does not fit is a mistake; else the
  /// option is for those that it fits.
  public var areNamed: Bool
  /// The days.
  public var dates = Dates.lastCompleteDay
  /// The business date to compare a valuation with; nil for the day before.
  public var compareWith: Day?
  /// The stores by id or name; all when empty.
  public var stores: [String] = []
  /// Whether stores that the database does not know are passed over, as long as it knows one of them;
  /// else they are a mistake.
  public var passesOverUnknownStores = false
  /// The suppliers by id or name; all when empty.
  public var suppliers: [String] = []
  /// Other parameters by name, as text.
  public var parameters: [String: String] = [:]
  /// The formats to write.
  public var formats: [ReportFormat] = [.csv, .json, .xlsx]
  /// The output folder.
  public var output: String
  /// Whether a period that is published already is made again.
  public var force = false
  /// Whether a period that is published already is read again, and issued again if the data
  /// changed.
  public var reissue = false
  /// Whether a period that is not over is an error.
  public var completeOnly = false
  /// Whether the schedules ask for it, and not a person.
  public var isDue = false
  /// Whether a person named the days.
  var namesDays: Bool { !isDue && dates != .lastCompleteDay }
  /// Whether the run goes into the history of runs, with a copy of the state beside its output;
  /// the prices that it sees are remembered either way.
  public var isRecorded = true
  /// The reports, by name, of which other services are to be told when they are published; the history
  /// of runs keeps that until it is done, whatever becomes of this process.
  public var told: Set<String> = []
  /// How long to wait for a report that another process is making.
  public var wait = Duration.zero
  /// Whether everything is looked up and nothing read, written or published.
  public var dryRun = false
  /// The reorder policy.
  public var policy = ReorderPolicy()
  /// The hash of the policy's file as `sha256:...`; nil without a file.
  public var policyHash: String?
  /// The zone of the business days.
  public var calendar: BusinessCalendar
  /// ISO 4217 code of the money.
  public var currency: String
  /// Whether text that looks like a formula is made harmless in CSV files.
  public var formulaGuard = true
  /// The program's version, for the files.
  public var programVersion: String
  /// Where the ledger's closed days are kept between runs; nil to read all of it every time.
  public var ledger: LedgerMemory.Options?
  /// How many bytes of memory what is kept for each product in a store may take; nil for no limit.
  ///
  /// What is beyond lies in files.
  public var memory: Int?
  /// The time that counts as now; nil for the database's clock.
  public var now: Instant?

  /// A request with the usual choices.
  public init(
    definitions: [ReportDefinition], areNamed: Bool, output: String, calendar: BusinessCalendar,
    currency: String, programVersion: String
  ) {
    self.definitions = definitions
    self.areNamed = areNamed
    self.output = output
    self.calendar = calendar
    self.currency = currency
    self.programVersion = programVersion
  }
}
