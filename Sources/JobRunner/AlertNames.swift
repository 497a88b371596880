public import Logging
public import Postgres
import Reports

/// The names by which a person mutes alerts, looked up in the database.
public struct AlertNames: Sendable {
  private let product: String?
  private let store: String?
  private let supplier: String?
  private let category: String?

  /// What a mute names; nil for any.
  public init(product: String?, store: String?, supplier: String?, category: String?) {
    self.product = product
    self.store = store
    self.supplier = supplier
    self.category = category
  }

  /// The first of them that fits nothing; nil when each fits something.
  ///
  /// They have to be as a mute compares them: an id, or a whole name. Blocks.
  public func problem(
    on replicas: ReplicaSet, logger: Logger, cancellation: RunCancellation
  ) throws -> String? {
    var replicas = replicas
    // Names are read from it, and nothing that has to be fresh.
    replicas.allowPrimary = true
    let found = try replicas.candidates(logger: logger, cancellation: cancellation)
    var connection = try PostgresConnection(
      found.usable[0].settings, logger: logger, cancellation: cancellation)
    return try Self.problem(
      "product", product, table: "products_inventory", id: "product_id", name: "sku", &connection)
      ?? Self.problem(
        "store", store, table: "stock_levels", id: "store_id", name: "store_name", &connection)
      ?? Self.problem(
        "supplier", supplier, table: "products_inventory", id: "supplier_id",
        name: "supplier_name", &connection)
      ?? Self.problem(
        "category", category, table: "products_inventory", id: "category_id",
        name: "category_name", &connection)
  }

  private static func problem(
    _ thing: String, _ wanted: String?, table: String, id: String, name: String,
    _ connection: inout PostgresConnection
  ) throws -> String? {
    guard let wanted else { return nil }
    let fits =
      UUIDBytes(wanted).map { "\(id) = '\($0)'" }
      ?? "\(name) = '\(wanted.replacing("'", with: "''"))'"
    let rows = try connection.rows(
      "SELECT 1 FROM \(table) WHERE \(fits) LIMIT 1", name: "\(thing) by name")
    guard rows.isEmpty else { return nil }
    let problem = "there is no \(thing) '\(wanted)'"
    guard thing != "product" else { return "\(problem), by SKU or id" }
    let names = try connection.rows(
      "SELECT DISTINCT \(name) FROM \(table) WHERE \(name) <> '' ORDER BY 1 LIMIT 1000",
      name: "\(thing)s"
    ).compactMap { $0[0] }
    let shown = names.prefix(12).map { "'\($0.printable)'" }.joined(separator: ", ")
    return problem
      + (names.isEmpty ? "" : "; there are \(shown)\(names.count > 12 ? " and others" : "")")
      + Spelling.hint(wanted, in: names)
  }
}
