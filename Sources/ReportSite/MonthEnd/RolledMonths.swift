import PublishedTables
import Publishing
import Values

/// What a published roll-forward says of the months of its fiscal year.
struct RolledMonths {
  /// The sums of all stores of a month, as exact text; empty where they are not known.
  struct Figures {
    var opening: String
    var lateEntries: String
    var closing: String
    /// `days`, `copied`, or empty when days are missing.
    var source: String
  }

  /// By the month's name, such as `2026-10`.
  private(set) var figures: [String: Figures] = [:]
  /// How many days of a month were issued more than once.
  private(set) var restated: [String: Int] = [:]
  /// How many movements were seen late in a month, whatever month they are of.
  private(set) var late: [String: Int] = [:]

  /// Nothing is known.
  init() {}

  /// Reads the tables of a run; on a thread that may wait.
  init(_ run: PublishedRun) throws {
    try Self.forEachRow(
      of: "by_store", run,
      ["month", "store_id", "opening_value", "late_entries", "closing_value", "source"]
    ) { row in
      guard row[1].isEmpty else { return }
      figures[row[0]] = Figures(
        opening: row[2], lateEntries: row[3], closing: row[4], source: row[5])
    }
    var days: Set<String> = []
    try Self.forEachRow(of: "restatements", run, ["period"]) { days.insert($0[0]) }
    for day in days { restated[String(day.prefix(7)), default: 0] += 1 }
    try Self.forEachRow(of: "late_entries", run, ["seen_on"]) { row in
      late[String(row[0].prefix(7)), default: 0] += 1
    }
  }

  /// Gives the values of some columns of each row; nothing where the run does not have them as CSV.
  private static func forEachRow(
    of key: String, _ run: PublishedRun, _ columns: [String], _ body: ([String]) -> Void
  ) throws {
    guard let table = PublishedTable(key, of: run) else { return }
    let places = columns.compactMap { table.index(of: $0) }
    guard places.count == columns.count else { return }
    try table.forEachRow { row in body(places.map { row[$0] }) }
  }
}
