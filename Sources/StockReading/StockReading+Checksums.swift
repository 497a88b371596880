import Inventory
import LedgerSummary
public import Postgres
public import Values

/// What the server says of the movements of each day.
extension StockReading {
  /// All that a report takes from a movement, in one number, by the server's own hashes.
  ///
  /// The hash of a record is a sum of those of its columns, in which values that two rows exchange
  /// cancel out; so it is no more than the seed of the id's.
  static let hash = """
    uuid_hash_extended(id, hash_record_extended(ROW(product_id, store_id, movement_type, quantity,
      quantity_before, quantity_after, created_at, \(transferReference)), 0))
    """
  /// Cheap, and the same in any session's time zone.
  private static let day = """
    greatest(date_bin('1 day', created_at, '0001-01-01 00:00:00+00'),
      \(StoreDay.start(of: firstDay).sqlLiteral))
    """
  /// 2000-01-01: what is older counts as of that day, for a date in error may be of any age.
  static let firstDay: Int32 = 10_957

  /// The checksums of the days from one instant to another, for each store.
  func storeDays(
    from start: Instant, before end: Instant, _ connection: inout PostgresConnection
  ) throws -> [StoreDay: DayChecksum] {
    var found: [StoreDay: DayChecksum] = [:]
    try checksums(Self.days(from: start, before: end), of: ["store_id"], &connection) {
      row, day, checksum in
      found[StoreDay(day: day, store: try row.uuid(1))] = checksum
    }
    return found
  }

  /// The checksums of the days from one instant to another.
  func days(
    from start: Instant, before end: Instant, _ connection: inout PostgresConnection
  ) throws -> [Int32: DayChecksum] {
    try days(Array(Self.days(from: start, before: end)), &connection)
  }

  /// The checksums of some days, in order.
  func days(
    _ days: [Int32], _ connection: inout PostgresConnection
  ) throws -> [Int32: DayChecksum] {
    var found: [Int32: DayChecksum] = [:]
    try checksums(days, of: [], &connection) { found[$1] = $2 }
    return found
  }

  private static func days(from start: Instant, before end: Instant) -> Range<Int32> {
    let first = max(StoreDay.day(of: start), firstDay)
    return first..<max(StoreDay.day(of: end), first)
  }

  private func checksums(
    _ days: some Collection<Int32>, of groups: [String], _ connection: inout PostgresConnection,
    _ take: (borrowing BinaryRow, Int32, DayChecksum) throws -> Void
  ) throws {
    guard !days.isEmpty else { return }
    let stretches = RangeSet(days.lazy.map { $0..<$0 + 1 }).ranges.map { stretch in
      let isFirst = stretch.lowerBound == Self.firstDay
      let start = isFirst ? Instant.distantPast : StoreDay.start(of: stretch.lowerBound)
      return "created_at >= \(start.sqlLiteral)"
        + " AND created_at < \(StoreDay.start(of: stretch.upperBound).sqlLiteral)"
    }
    let starts = days.map { StoreDay.start(of: $0).description }.joined(separator: ",")
    let keys = ["day"] + groups
    // The days are joined for the planner: of an expression it would expect as many values as there
    // are rows, and sort these instead of adding them up in parallel.
    try connection.copyOut(
      """
      SELECT \(keys.joined(separator: ", ")), count(*) AS movements, sum(\(Self.hash)) AS hash
      FROM stock_movements JOIN unnest('{\(starts)}'::timestamptz[]) AS days (day)
        ON day = \(Self.day)
      WHERE \(Self.dated) AND (\(stretches.joined(separator: " OR "))) \(storeFilter("AND"))
      GROUP BY \(keys.joined(separator: ", "))
      """, name: "checksums of the days", columns: keys + ["movements", "hash"]
    ) { row in
      guard case .finite(let hash) = try row.numeric(keys.count + 1, scale: 0) else { return }
      let checksum = DayChecksum(
        movements: Int(try row.integer(keys.count)), hash: UInt64(truncatingIfNeeded: hash))
      try take(row, StoreDay.day(of: try row.instant(0)), checksum)
    }
  }

  /// Counts the recent movements before some instants, in one look at the index.
  public func recentMovements(
    before instants: [Instant], from connection: inout PostgresConnection
  ) throws -> RecentMovements {
    let days = Set(instants.map(StoreDay.day)).sorted()
    guard !days.isEmpty else { return RecentMovements(counts: [:]) }
    func during(_ days: Range<Int32>) -> String {
      "created_at >= \(StoreDay.start(of: days.lowerBound).sqlLiteral)"
        + " AND created_at < \(StoreDay.start(of: days.upperBound).sqlLiteral)"
    }
    let windows = days.map { $0 - Int32(SummaryFacts.keptDays)..<$0 }
    let counts = windows.map { "count(*) FILTER (WHERE \(during($0)))" }
    let stretches = RangeSet(windows).ranges.map(during)
    let rows = try connection.rows(
      """
      SELECT \(counts.joined(separator: ", ")) FROM stock_movements
      WHERE \(Self.dated) AND (\(stretches.joined(separator: " OR ")))
      """, name: "number of recent movements")
    let values = (rows.first ?? []).map { $0.flatMap { Int($0) } ?? 0 }
    return RecentMovements(counts: Dictionary(zip(days, values)) { $1 })
  }

  /// How many movements of all stores there are from one instant to another, from the index alone.
  func movements(
    from start: Instant, before end: Instant, _ connection: inout PostgresConnection
  ) throws -> Int {
    let rows = try connection.rows(
      """
      SELECT count(*) FROM stock_movements
      WHERE \(Self.dated) AND created_at >= \(start.sqlLiteral) AND created_at < \(end.sqlLiteral)
      """, name: "number of earlier movements")
    return rows.first?.first?.flatMap { Int($0) } ?? -1
  }

  /// The pairs that have a movement in a store on a day, for some of these; no more than `limit`.
  func pairs(
    movedOn places: Set<StoreDay>, limit: Int, _ connection: inout PostgresConnection
  ) throws -> Set<PairID> {
    let conditions = Dictionary(grouping: places, by: \.day).sorted { $0.key < $1.key }.map {
      day, places in
      "(created_at >= \(StoreDay.start(of: day).sqlLiteral)"
        + " AND created_at < \(StoreDay.start(of: day + 1).sqlLiteral)"
        + " AND store_id = ANY ('{\(list(places.map(\.store)))}'::uuid[]))"
    }
    guard !conditions.isEmpty else { return [] }
    var pairs: Set<PairID> = []
    let columns = ["product_id", "store_id"]
    try connection.copyOut(
      """
      SELECT DISTINCT \(columns.joined(separator: ", ")) FROM stock_movements
      WHERE \(conditions.joined(separator: " OR ")) LIMIT \(limit)
      """, name: "products of days that changed", columns: columns
    ) { row in
      pairs.insert(PairID(product: try row.uuid(0), store: try row.uuid(1)))
    }
    return pairs
  }

  /// Ids as an array's text has them.
  func list(_ ids: some Sequence<UUIDBytes>) -> String {
    Set(ids).sorted().map(\.description).joined(separator: ",")
  }
}

/// How many movements of all stores there are on as many days before that of an instant as a summary keeps.
public struct RecentMovements: Sendable {
  fileprivate var counts: [Int32: Int]

  /// Those before an instant; nil when they were not counted.
  public subscript(before instant: Instant) -> Int? { counts[StoreDay.day(of: instant)] }
}
