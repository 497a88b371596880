package import Logging
package import Postgres
import Values

/// The names by which a person mutes alerts, looked up in the database.
package struct AlertNames: Sendable {
  private let product: String?
  private let store: String?
  private let supplier: String?
  private let category: String?

  /// What a mute names; nil for any.
  package init(product: String?, store: String?, supplier: String?, category: String?) {
    self.product = product
    self.store = store
    self.supplier = supplier
    self.category = category
  }

  /// The first of them that fits nothing; nil when each fits something.
  ///
  /// They have to be as a mute compares them: an id, or a whole name. What there is instead is named
  /// to whoever may see all stores. Blocks.
  package func problem(
    on replicas: ReplicaSet, mayListAll: Bool = true, logger: Logger,
    cancellation: RunCancellation
  ) throws -> String? {
    var replicas = replicas
    // Names are read from it, and nothing that has to be fresh.
    replicas.allowPrimary = true
    let found = try replicas.candidates(logger: logger, cancellation: cancellation)
    var connection = try PostgresConnection(
      found.usable[0].settings, logger: logger, cancellation: cancellation)
    for (thing, wanted, table, id, name) in [
      ("product", product, "products_inventory", "product_id", "sku"),
      ("store", store, "stock_levels", "store_id", "store_name"),
      ("supplier", supplier, "products_inventory", "supplier_id", "supplier_name"),
      ("category", category, "products_inventory", "category_id", "category_name"),
    ] {
      guard let wanted,
        try !Self.fits(wanted, thing, table: table, id: id, name: name, &connection)
      else { continue }
      if thing == "product" {
        return "there is no product with the SKU or id '\(wanted.printable)'"
      }
      let problem = "there is no \(thing) '\(wanted.printable)'"
      return mayListAll
        ? problem + (try Self.others(than: wanted, thing, table: table, name: name, &connection))
        : problem
    }
    return nil
  }

  private static func fits(
    _ wanted: String, _ thing: String, table: String, id: String, name: String,
    _ connection: inout PostgresConnection
  ) throws -> Bool {
    let fits =
      UUIDBytes(wanted).map { "\(id) = '\($0)'" }
      ?? "\(name) = '\(wanted.replacing("'", with: "''"))'"
    return try !connection.rows(
      "SELECT 1 FROM \(table) WHERE \(fits) LIMIT 1", name: "\(thing) by name"
    ).isEmpty
  }

  /// What could have been meant instead.
  private static func others(
    than wanted: String, _ thing: String, table: String, name: String,
    _ connection: inout PostgresConnection
  ) throws -> String {
    let names = try connection.rows(
      "SELECT DISTINCT \(name) FROM \(table) WHERE \(name) <> '' ORDER BY 1 LIMIT 1000",
      name: "\(thing)s"
    ).compactMap { $0[0] }
    let shown = names.prefix(12).map { "'\($0.printable)'" }.joined(separator: ", ")
    return (names.isEmpty ? "" : "; known: \(shown)\(names.count > 12 ? " and others" : "")")
      + Spelling.hint(wanted, in: names)
  }
}
