import Postgres
import Values

/// A product's stock in every store, as a server has it.
struct StockLevels: Sendable {
  /// The product in one store.
  struct Level: Sendable {
    var store: UUIDBytes
    var storeName: String
    var onHand: String
    var reorderLevel: String
    var maxStock: String
    var updated: String?
  }

  var product: UUIDBytes
  var name: String
  var sku: String
  var unit: String
  var isActive: Bool
  /// The stores by name and id.
  var levels: [Level]

  /// Reads a product's stock; nil when there is no such product.
  init?(of product: UUIDBytes, in connection: inout PostgresConnection) throws {
    // The id is 16 bytes that were read as such: nothing of a request is in the text.
    let query = """
      SELECT p.name, p.sku, p.unit, p.is_active, l.store_id, l.store_name,
        l.quantity_on_hand::text, l.reorder_level::text, l.max_stock::text,
        to_char(l.last_updated AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM products_inventory p LEFT JOIN stock_levels l ON l.product_id = p.product_id
      WHERE p.product_id = '\(product)'::uuid
      ORDER BY l.store_name COLLATE "C", l.store_id
      """
    var found: StockLevels?
    try connection.copyOut(query, name: "stock of a product") { row in
      if found == nil {
        found = StockLevels(
          product: product, name: try row.string(0), sku: try row.string(1),
          unit: try row.string(2), isActive: try row.bool(3), levels: [])
      }
      guard try !row.isNull(4) else { return }
      found?.levels.append(
        Level(
          store: try row.uuid(4), storeName: try row.string(5),
          onHand: try row.string(6), reorderLevel: try row.string(7), maxStock: try row.string(8),
          updated: try row.isNull(9) ? nil : try row.string(9)))
    }
    guard let found else { return nil }
    self = found
  }

  private init(
    product: UUIDBytes, name: String, sku: String, unit: String, isActive: Bool, levels: [Level]
  ) {
    self.product = product
    self.name = name
    self.sku = sku
    self.unit = unit
    self.isActive = isActive
    self.levels = levels
  }
}
