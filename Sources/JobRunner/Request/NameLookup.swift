import Postgres
import StockReading
import Values

/// Finds the ids of stores and suppliers that a person names by id or by name.
struct NameLookup {
  private let thing: String
  private var known: [(id: UUIDBytes, name: String)] = []

  /// The stores of `stock_levels`, and by their ids those that only have movements; the queries run
  /// only when a store is asked for.
  ///
  /// Those that are not there are passed over if that is wanted, but not all of them: none would be
  /// all.
  static func stores(
    _ wanted: [String], passingOverUnknown: Bool = false,
    from connection: inout PostgresConnection
  ) throws -> [UUIDBytes] {
    guard !wanted.isEmpty else { return [] }
    var lookup = try NameLookup(
      "store", "SELECT DISTINCT store_id, store_name FROM stock_levels", &connection)
    // A store may have movements and no level any more.
    for id in wanted.compactMap({ UUIDBytes($0) })
    where !lookup.known.contains(where: { $0.id == id }) {
      guard try StockReading.hasMovements(of: id, in: &connection) else { continue }
      lookup.known.append((id, ""))
    }
    let known = lookup.known.map { $0.id.description }
    let found = passingOverUnknown ? wanted.filter { known.contains($0.lowercased()) } : wanted
    return try lookup.ids(found.isEmpty ? wanted : found)
  }

  /// The suppliers of `products_inventory`; the query runs only when a supplier is asked for.
  static func suppliers(
    _ wanted: [String], from connection: inout PostgresConnection
  ) throws -> [UUIDBytes] {
    guard !wanted.isEmpty else { return [] }
    let lookup = try NameLookup(
      "supplier",
      """
      SELECT DISTINCT supplier_id, coalesce(supplier_name, '') FROM products_inventory
      WHERE supplier_id IS NOT NULL
      """, &connection)
    return try lookup.ids(wanted)
  }

  private init(_ thing: String, _ query: String, _ connection: inout PostgresConnection) throws {
    self.thing = thing
    known = try connection.rows(query, name: "\(thing)s").compactMap { row in
      guard let id = row[0].flatMap({ UUIDBytes($0) }) else { return nil }
      return (id, row[1] ?? "")
    }
  }

  private func ids(_ wanted: [String]) throws -> [UUIDBytes] {
    var ids: Set<UUIDBytes> = []
    for text in wanted {
      let id = UUIDBytes(text)
      var found = Set(known.filter { $0.id == id || $0.name == text }.map(\.id))
      if found.isEmpty, !text.isEmpty {
        // A part of the name will do where it fits only one.
        let parts = known.filter { $0.name.lowercased().contains(text.lowercased()) }
        found = Set(parts.map(\.id))
      }
      guard found.count < 2 else {
        let list = found.sorted().map(\.description).joined(separator: ", ")
        throw JobError.usage(
          "'\(text)' matches \(found.count) \(thing)s; give the id: \(list)")
      }
      guard let one = found.first else { throw JobError.usage(unknown(text)) }
      ids.insert(one)
    }
    return ids.sorted()
  }

  private func unknown(_ text: String) -> String {
    let names = Set(known.map(\.name)).sorted()
    let shown = names.listed(first: 12) { "'\($0.printable)'" }
    return "there is no \(thing) '\(text)'; "
      + (names.isEmpty ? "the database has none" : "known: \(shown)")
      + Spelling.hint(text, in: names)
  }
}
