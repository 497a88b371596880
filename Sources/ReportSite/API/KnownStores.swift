import PublishedTables
import Reports

/// The stores that the latest published reports name.
struct KnownStores {
  let catalogue: CatalogueReader
  let tables: TableReader

  /// The table with a line for each store that some reports have.
  private static let table = "by_store"
  /// How many stores a sentence names.
  private static let named = 12
  /// How many rows are looked at: a store may have one for each unit.
  private static let rows = 10_000

  /// Throws 400, with the stores that there are, for one that no report knows.
  ///
  /// To be asked when a filter left nothing: a store without rows is nothing wrong, one that nobody
  /// knows is. Where no report says which stores there are, and for stores that a viewer was given,
  /// nothing is known.
  func check(_ store: UUIDBytes, _ scope: StoreScope) async throws {
    guard scope == .all else { return }
    let known = try await known()
    guard !known.isEmpty, !known.contains(where: { UUIDBytes($0.id) == store }) else { return }
    let names = known.listed(first: Self.named) { "\($0.id) (\($0.name))" }
    throw Refusal.badRequest("'store_id' names no store. There are \(names).")
  }

  private func known() async throws -> [(id: String, name: String)] {
    let latest = try await catalogue.now().reports.compactMap {
      $0.latestRun.flatMap { PublishedTable(Self.table, of: $0) }
    }
    return try await TableReader.onThread { [tables] in
      var names: [String: String] = [:]
      for table in latest {
        guard let id = table.index(of: PublishedTable.storeColumn),
          let name = table.index(of: "store_name")
        else { continue }
        let page = try tables.page(of: table, TableQuery(), from: 0, count: Self.rows)
        for row in page.rows where !row[id].isEmpty { names[row[id]] = row[name] }
      }
      return names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
    }
  }
}
