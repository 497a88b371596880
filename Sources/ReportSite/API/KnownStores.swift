import PublishedTables
import Publishing
import Synchronization
import Values

/// The stores that the latest published reports name.
final class KnownStores: Sendable {
  private let catalogue: CatalogueReader
  /// The names of the stores by the folders of the runs that name them: a published run never changes.
  private let read = Mutex<[String: [UUIDBytes: String]]>([:])

  /// The table with a line for each store that some reports have.
  private static let table = "by_store"
  /// How many stores a sentence names.
  private static let named = 12

  init(catalogue: CatalogueReader) {
    self.catalogue = catalogue
  }

  /// Throws 400, with the stores that there are, for one that no report knows.
  ///
  /// To be asked when a filter left nothing: a store without rows is nothing wrong, an unknown one is.
  /// Where no report says which stores there are, and for stores that a viewer was given, nothing is
  /// known.
  func check(_ store: UUIDBytes, _ scope: StoreScope) async throws {
    guard scope == .all else { return }
    let known = try await known()
    guard !known.isEmpty, known[store] == nil else { return }
    let names = known.map { (name: $1, id: $0.description) }.sorted { $0 < $1 }
      .listed(first: Self.named) { "\($0.id) (\($0.name))" }
    throw HTTPProblem.badRequest("Unknown value of 'store_id'. Known: \(names).")
  }

  /// The names of the stores; where reports differ, the first report's by name counts.
  private func known() async throws -> [UUIDBytes: String] {
    let latest = try await catalogue.now().reports.compactMap {
      $0.latestRun.flatMap { PublishedTable(Self.table, of: $0) }
    }
    var stores = read.withLock { $0 }
    let missing = latest.filter { stores[$0.run.folder] == nil }
    if !missing.isEmpty {
      let found = try await TableReader.onThread {
        try missing.map { ($0.run.folder, try Self.stores(of: $0)) }
      }
      for (folder, names) in found { stores[folder] = names }
    }
    let folders = Set(latest.map(\.run.folder))
    stores = stores.filter { folders.contains($0.key) }
    read.withLock { [stores] in $0 = stores }
    return latest.reduce(into: [:]) { names, table in
      names.merge(stores[table.run.folder] ?? [:]) { first, _ in first }
    }
  }

  /// Reads a table: a store may have a line for each unit.
  private static func stores(of table: PublishedTable) throws -> [UUIDBytes: String] {
    guard let id = table.index(of: PublishedTable.storeColumn) ?? table.index(of: "key"),
      let name = table.index(of: "store_name") ?? table.index(of: "name")
    else { return [:] }
    var stores: [UUIDBytes: String] = [:]
    try table.forEachRow { row in
      if let store = UUIDBytes(row[id]) { stores[store] = row[name] }
    }
    return stores
  }
}
