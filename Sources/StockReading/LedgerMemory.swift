import Inventory
import LedgerSummary
public import Values

/// Where a reading keeps what it learned of the ledger's closed days, and how far it trusts it.
public struct LedgerMemory: Sendable {
  /// What the operator chooses.
  public struct Options: Hashable, Sendable {
    /// The folder.
    public var folder: String
    /// How many of the last closed days are read again every time, for rows that came late.
    public var lateDays = 3
    /// In how many turns each day from before those that are kept is looked at again.
    public var turns = 30
    /// Whether what an earlier reading kept is used.
    public var use = Use.trusted
    /// Whether the age of the stock is carried on, where an earlier reading has begun with it; a
    /// reading that does not leaves a summary that has it as it is, unless that is not to be trusted.
    public var carriesAges = true

    /// Whether a summary is used; one is kept either way.
    public enum Use: Hashable, Sendable {
      /// As far as it holds against the ledger.
      case trusted
      /// Never, nor does it stay; the reason is told, if there is one.
      case madeAnew(because: String?)
    }

    /// The usual choices.
    public init(folder: String) {
      self.folder = folder
    }
  }

  let options: Options
  let server: LedgerServer
  /// Everything that happened before it is in the snapshot.
  let completeUpTo: Instant
  /// The snapshot's time.
  let now: Instant
  /// Throws when what was read is not of one moment; asked before anything of it is kept.
  public var confirm: @Sendable () throws -> Void = {}

  /// A memory for one reading; `completeUpTo` is what the server's freshness was proved for, less
  /// the time that a transaction may take.
  public init(options: Options, server: LedgerServer, completeUpTo: Instant, now: Instant) {
    self.options = options
    self.server = server
    self.completeUpTo = min(completeUpTo, now)
    self.now = now
  }

  /// Whether this reading has to carry on the age of the stock, since an earlier one did.
  public var carriesAges: Bool {
    options.carriesAges && SummaryFile.hasAges(in: folder)
  }

  var folder: SummaryFolder {
    SummaryFolder(options.folder, system: server.system, database: server.database)
  }

  /// The end of the last day of UTC that is surely over.
  private var closedDay: Int32 { StoreDay.day(of: completeUpTo) }

  /// What a summary of this reading would say of itself; it never goes back behind a former one.
  func facts(after former: SummaryFacts?, plan: BookPlan) -> SummaryFacts {
    var facts = former ?? SummaryFacts()
    facts.system = server.system
    facts.timeline = server.timeline
    facts.database = server.database
    facts.table = server.table
    let late = Int32(options.lateDays)
    let kept = Int32(SummaryFacts.keptDays)
    facts.closed = max(facts.closed, StoreDay.start(of: closedDay))
    facts.to = max(facts.to, StoreDay.start(of: closedDay - late))
    facts.from = max(facts.from, StoreDay.start(of: closedDay - kept))
    if !plan.ageings.isEmpty || facts.agedAt == .distantPast { facts.agedAt = now }
    let aged = Int32(SummaryFacts.agedDays)
    if !plan.foldsAges || StoreDay.day(of: facts.agedAt) < closedDay - aged {
      facts.agedAt = .distantPast
    }
    return facts
  }
}

/// What happened to the summary of the ledger in a reading.
public struct LedgerNotes: Hashable, Sendable {
  /// A store and a day of UTC whose movements have changed.
  public struct LateDay: Hashable, Sendable {
    /// The store.
    public var store: UUIDBytes
    /// The first instant of the day.
    public var day: Instant
    /// How many movements there were when the day was read.
    public var before: Int
    /// How many there are.
    public var now: Int
  }

  /// Up to where the ledger was not read but taken from the summary; nil when none was used.
  public var usedUpTo: Instant?
  /// Why a summary was thrown away and the whole ledger read.
  public var rebuilt: String?
  /// Why a summary that may be right was not used.
  public var unused: String?
  /// Why no summary could be kept.
  public var problem: String?
  /// The pairs whose ledger was read again as a whole, because movements of such a day are theirs, or
  /// the summary does not explain what is on hand.
  public var reread: [PairID] = []
  /// The days on which movements came late, went or changed.
  public var late: [LateDay] = []

  /// Nothing to tell, or why a summary was thrown away and which days gave the reason.
  init(rebuilt: String? = nil, late: [LateDay] = []) {
    self.rebuilt = rebuilt
    self.late = late
  }
}
