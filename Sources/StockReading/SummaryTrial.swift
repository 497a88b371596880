import Inventory
import LedgerSummary
import Values

/// Holds a summary against the ledger before anything is taken from it.
struct SummaryTrial {
  /// What came out.
  enum Verdict {
    case trusted
    /// It may be right, but this reading cannot use it.
    case unused(String)
    /// It is to be made anew.
    case doubtful(String)
  }

  let memory: LedgerMemory
  let file: SummaryFile
  /// What the server said of each day when the summary was written.
  let known: LedgerChecksums
  /// The oldest dated movement of the ledger.
  let oldest: Instant?
  /// The days of a store whose movements are not those that the summary knows.
  private(set) var late: [LedgerNotes.LateDay] = []
  /// Those of them whose movements the summary keeps.
  private(set) var changed: Set<StoreDay> = []
  /// How many movements the server has on the days of which the summary keeps them.
  private(set) var movements = 0

  init(_ file: SummaryFile, memory: LedgerMemory, oldest: Instant?) throws {
    self.file = file
    self.memory = memory
    self.oldest = oldest
    known = try file.checksums()
  }

  /// Whether the oldest movements went since the summary was written, as partitions are dropped.
  var isPruned: Bool { oldest.map { $0 > file.facts.oldest } ?? true }

  /// The first day of which nothing was pruned.
  var firstWholeDay: Int32 {
    guard isPruned, let oldest else { return .min }
    return StoreDay.day(of: oldest) + 1
  }

  /// What the summary says of itself against the server, the clock and the oldest movement.
  func verdict(of plan: BookPlan) throws -> Verdict {
    let facts = file.facts
    let server = memory.server
    guard facts.system == server.system, facts.database == server.database,
      facts.table == server.table
    else { return .doubtful("it belongs to another ledger") }
    guard facts.timeline == server.timeline else {
      return .doubtful("a server was promoted or restored after it was written")
    }
    guard memory.now >= facts.closed else { return .doubtful("the clock was set back") }
    guard server.position >= facts.position else {
      return server.isStandby
        ? .unused("this standby is behind the server that it was read from")
        : .doubtful("the server's log was set back")
    }
    guard let oldest, oldest >= facts.oldest else {
      return .doubtful("the ledger has lost its movements, or has older ones than before")
    }
    guard oldest <= max(facts.from, facts.oldest) else {
      return .doubtful("the ledger has lost movements that it keeps")
    }
    guard plan.orderedFrom >= facts.from else {
      return .unused("the reports need older movements than it keeps")
    }
    if !plan.ageings.isEmpty {
      guard let ages = try file.ages() else {
        return .doubtful("it does not have the age of the stock")
      }
      guard ages.zone == plan.calendar.timeZoneName else {
        return .doubtful("it has the age of the stock by the business days of \(ages.zone)")
      }
    }
    return .trusted
  }

  /// What it carries on of the stock's age by the business days of a plan; nil when nothing.
  func ages(of plan: BookPlan) throws -> SummaryAges? {
    try file.ages().flatMap { $0.zone == plan.calendar.timeZoneName ? $0 : nil }
  }

  /// Compares the days from the first that is kept on, in some stores, or in all when none is named.
  mutating func compare(_ found: [StoreDay: DayChecksum], stores: Set<UUIDBytes>) {
    let end = StoreDay.day(of: file.facts.to)
    let closed = StoreDay.day(of: file.facts.closed)
    movements = found.reduce(0) { $0 + ($1.key.day < end ? $1.value.movements : 0) }
    for place in Set(known.kept.keys).union(found.keys).sorted()
    where place.day < closed && (stores.isEmpty || stores.contains(place.store)) {
      let (before, now) = (known.kept[place], found[place])
      guard before != now else { continue }
      late.append(
        LedgerNotes.LateDay(
          store: place.store, day: StoreDay.start(of: place.day),
          before: before?.movements ?? 0, now: now?.movements ?? 0))
      if place.day < end { changed.insert(place) }
    }
  }

  /// Whether there is more to know than the summary does.
  func isBehind(_ facts: SummaryFacts) -> Bool { facts.to > file.facts.to || !late.isEmpty }

  /// The stretch before the days that are kept, as far as nothing was pruned from it.
  var earlier: Range<Instant> {
    let end = file.facts.from
    let start = isPruned ? StoreDay.start(of: firstWholeDay) : .distantPast
    return min(start, end)..<end
  }

  /// How many movements the summary knows of in that stretch.
  var earlierMovements: Int {
    known.older.reduce(0) { $0 + ($1.key >= firstWholeDay ? $1.value.movements : 0) }
  }

  /// The days of that stretch whose turn it is.
  var turn: [Int32] {
    guard let oldest else { return [] }
    let first = max(StoreDay.day(of: oldest), firstWholeDay, StockReading.firstDay)
    let end = StoreDay.day(of: earlier.upperBound)
    return Self.days(
      of: first..<max(first, end), turn: file.facts.turns, of: memory.options.turns)
  }

  /// Those of the days of this turn; after `turns` turns every day has had one.
  ///
  /// By the day itself and not by its place among the days, which are others from turn to turn.
  static func days(of days: Range<Int32>, turn: UInt64, of turns: Int) -> [Int32] {
    days.filter { UInt64($0) % UInt64(turns) == turn % UInt64(turns) }
  }
}
