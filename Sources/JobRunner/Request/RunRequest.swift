package import Reports
package import StockReading
package import Values

/// What is asked of one run: which reports, of what days, written where and how.
package struct RunRequest: Sendable {
  /// The business days that are asked for.
  package enum Dates: Hashable, Sendable {
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
  package var definitions: [ReportDefinition]
  /// Whether each of them was named, so that an option that does not fit is a mistake; else the
  /// option is for those that it fits.
  package var areNamed: Bool
  package var dates = Dates.lastCompleteDay
  /// The business date to compare a valuation with; nil for the day before.
  package var compareWith: Day?
  /// The stores by id or name; all when empty.
  package var stores: [String] = []
  /// Whether stores that the database does not know are passed over, as long as it knows one of them;
  /// else they are a mistake.
  package var passesOverUnknownStores = false
  /// The suppliers by id or name; all when empty.
  package var suppliers: [String] = []
  /// Other parameters by name, as text.
  package var parameters: [String: String] = [:]
  /// The formats to write.
  package var formats = usualFormats
  /// The formats to write a report in: its events are made of its CSV files.
  func formats(of report: String) -> [ReportFormat] {
    let isCSV = formats.contains { $0 == .csv || $0 == .csvExcel }
    return isCSV || !reportsWithEvents.contains(report) ? formats : formats + [.csv]
  }
  package var output: String
  /// Whether a period that is published already is made again.
  package var force = false
  /// Whether a period that is published already is read again, and issued again if the data
  /// changed.
  package var reissue = false
  /// Whether a period that is not over is an error.
  package var completeOnly = false
  /// Whether the schedules ask for it, and not a person.
  package var isDue = false
  /// Whether a person named the days.
  var namesDays: Bool { !isDue && dates != .lastCompleteDay }
  /// Whether the run goes into the history of runs, with a copy of the state beside its output;
  /// the prices that it sees are remembered either way.
  package var isRecorded = true
  /// The reports, by name, whose events are written when they are published; the history
  /// of runs keeps that until it is done, whatever becomes of this process.
  package var reportsWithEvents: Set<String> = []
  /// How long to wait for a report that another process is making.
  package var wait = Duration.zero
  /// Whether everything is looked up and nothing read, written or published.
  package var dryRun = false
  package var policy = ReorderPolicy()
  /// What finance decides, such as when the fiscal year begins.
  package var finance = FinancePolicy()
  /// The hash of the policy's file as `sha256:...`; nil without a file.
  package var policyHash: String?
  /// The hash of the finance policy's file as `sha256:...`; nil without a file.
  package var financeHash: String?
  /// The zone of the business days.
  package var calendar: BusinessCalendar
  /// ISO 4217 code of the money.
  package var currency: String
  /// Whether text that looks like a formula is made harmless in CSV files.
  package var formulaGuard = true
  /// The program's version, for the files.
  package var programVersion: String
  /// Where the ledger's closed days are kept between runs; nil to read all of it every time.
  package var ledger: LedgerMemory.Options?
  /// The folder of what runs saw of the ledger, to tell what came late; nil to remember none of it.
  package var register: String?
  /// How many bytes of memory what is kept for each product in a store may take; nil for no limit.
  ///
  /// What is beyond lies in files.
  package var memory: Int?
  /// The time that counts as now; nil for the database's clock.
  package var now: Instant?

  /// The formats that are written when nobody names any.
  package static let usualFormats: [ReportFormat] = [.csv, .json, .xlsx]

  /// A request with the usual choices.
  package init(
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

/// What happens in a run, for those who watch it.
package enum RunEvent: Sendable {
  /// A session is open and the snapshot taken.
  case connected(host: String, isStandby: Bool)
  /// Rows of a table of the database have come.
  case reading(ReadingStep, rows: Int)
  /// Rows of a report's table have been written.
  case writing(report: String, table: String, rows: Int)
  /// A report is done.
  case finished(ReportOutcome)
}
