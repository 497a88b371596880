import LedgerSummary
import Postgres
import Reports

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
  let counts: DayCounts
  /// The oldest dated movement of the ledger.
  let oldest: Instant?
  /// The counted days that have not as many movements as the summary knows.
  private(set) var samples: [Sample] = []

  /// A store on a day of which the movements were counted again.
  struct Sample {
    var storeDay: StoreDay
    /// What the summary knows, or `DayCounts.unknown`.
    var known: Int32
    var found: Int32

    var note: LedgerNotes.LateDay {
      LedgerNotes.LateDay(
        store: storeDay.store, day: DayCounts.start(of: storeDay.day), before: Int(known),
        now: Int(found))
    }
  }

  init(_ file: SummaryFile, memory: LedgerMemory, oldest: Instant?) throws {
    self.file = file
    self.memory = memory
    self.oldest = oldest
    counts = try file.counts()
  }

  /// Whether the oldest movements went since the summary was written, as partitions are dropped.
  var isPruned: Bool { oldest.map { $0 > file.facts.oldest } ?? true }

  /// The first day of which nothing was pruned.
  var firstWholeDay: Int32 {
    guard isPruned, let oldest else { return .min }
    return DayCounts.day(of: oldest) + 1
  }

  /// What the summary says of itself against the server, the clock and the oldest movement.
  func verdict(readingFrom start: Instant) -> Verdict {
    let facts = file.facts
    let server = memory.server
    guard facts.system == server.system, facts.database == server.database,
      facts.table == server.table
    else { return .doubtful("it is of another ledger") }
    guard facts.timeline == server.timeline else {
      return .doubtful("a server was promoted or restored since it was written")
    }
    guard memory.now >= facts.closed else { return .doubtful("the clock was set back") }
    guard server.position >= facts.position else {
      return server.isStandby
        ? .unused("the standby is behind the server that it was written from")
        : .doubtful("the server's log was set back")
    }
    guard let oldest, oldest >= facts.oldest else {
      return .doubtful("the ledger has lost its movements, or has older ones than before")
    }
    guard oldest <= max(facts.from, facts.oldest) else {
      return .doubtful("movements were removed that it keeps")
    }
    guard start >= facts.from else {
      return .unused("the reports look further back than it does")
    }
    return .trusted
  }

  /// Counts the movements of some days again, which take turns from night to night.
  mutating func sample(from connection: inout PostgresConnection) throws {
    let first = DayCounts.day(of: file.facts.from)
    let end = DayCounts.day(of: file.facts.to)
    let kept = Array(first..<max(first, end)).filter { $0 >= firstWholeDay }
    // Days without any movement too: they may get one.
    let oldest = max(firstWholeDay, counts.days.first ?? first)
    let older = oldest < first ? Array(oldest..<first) : []
    for day in pick(kept) + pick(older) { try compare(day, from: &connection) }
  }

  /// The counts that differ although nothing of it is read again.
  ///
  /// `stores` are those of which pairs are read again. Of a day whose movements are kept, `added`
  /// and `removed` are the movements of such pairs that were read, and that the summary had; of an
  /// older day nobody knows what the summary counted for a pair, so what was found is taken.
  func unexplained(
    stores: Set<UUIDBytes>, added: [StoreDay: Int32] = [:], removed: [StoreDay: Int32] = [:],
    isRead: Bool
  ) -> [LedgerNotes.LateDay] {
    samples.filter { sample in
      let place = sample.storeDay
      guard sample.known != DayCounts.unknown else { return false }
      guard stores.contains(place.store) else { return true }
      guard isRead, DayCounts.start(of: place.day) >= file.facts.from else { return false }
      return sample.known - removed[place, default: 0] + added[place, default: 0] != sample.found
    }.map(\.note)
  }

  /// As many days as are to be counted in one night.
  private func pick(_ days: [Int32]) -> [Int32] {
    let wanted = min(memory.options.sampledDays, days.count)
    guard wanted > 0 else { return [] }
    let turn = Int(DayCounts.day(of: memory.now)) * wanted
    return (0..<wanted).map { days[(turn + $0) % days.count] }
  }

  private mutating func compare(
    _ day: Int32, from connection: inout PostgresConnection
  ) throws {
    let (start, end) = (DayCounts.start(of: day), DayCounts.start(of: day + 1))
    let rows = try connection.rows(
      """
      SELECT store_id, count(*) FROM stock_movements
      WHERE created_at >= \(start.sqlLiteral) AND created_at < \(end.sqlLiteral)
      GROUP BY store_id
      """, name: "movements of a day")
    var found: [UUIDBytes: Int32] = [:]
    for row in rows {
      guard row.count == 2, let store = row[0].flatMap({ UUIDBytes($0) }),
        let count = row[1].flatMap({ Int32($0) })
      else { continue }
      found[store] = count
    }
    for (number, store) in file.stores.enumerated() {
      note(day, store, known: counts[day, Int32(number)], found: found.removeValue(forKey: store))
    }
    for (store, count) in found.sorted(by: { $0.key < $1.key }) {
      note(day, store, known: 0, found: count)
    }
  }

  private mutating func note(_ day: Int32, _ store: UUIDBytes, known: Int32, found: Int32?) {
    guard known != found ?? 0 else { return }
    samples.append(
      Sample(storeDay: StoreDay(day: day, store: store), known: known, found: found ?? 0))
  }
}
