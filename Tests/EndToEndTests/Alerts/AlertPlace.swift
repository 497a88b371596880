import Demo
import Foundation
import Postgres
import StateStore
import Testing
import TestServers

/// A workplace with stock of its own, and a service that alerts go to.
enum AlertPlace {
  static let token = "t0ken-of-the-service"
  static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  /// A database with so many products in one store, each with a level of 20 and 50 on hand.
  static func database(products: Int) throws -> TestDatabase {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute(
      """
      INSERT INTO products_inventory (product_id, name, sku)
      SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, 'Product ' || n,
        'SKU-' || n
      FROM generate_series(1, \(products)) n;
      INSERT INTO stock_levels (product_id, store_id, store_name, reorder_level, max_stock)
      SELECT product_id, '0a000000-0000-0000-0000-000000000001', 'Siam Square', 20, 100
      FROM products_inventory;
      """)
    try set(onHand: 50, in: database)
    return database
  }

  /// Moves all stock, or that of one product, to so much, as a sale or a purchase.
  static func set(onHand: Int, product: Int? = nil, in database: TestDatabase) throws {
    let which = product.map { "WHERE product_id::text LIKE '%' || lpad('\($0)', 12, '0')" } ?? ""
    try database.execute(
      """
      INSERT INTO stock_movements
        (product_id, store_id, movement_type, quantity, quantity_before, quantity_after)
      SELECT product_id, store_id,
        CASE WHEN \(onHand) < quantity_on_hand THEN 'SALE' ELSE 'PURCHASE' END,
        \(onHand) - quantity_on_hand, quantity_on_hand, \(onHand)
      FROM stock_levels \(which);
      UPDATE stock_levels SET quantity_on_hand = \(onHand) \(which);
      """)
  }

  /// Points a workplace to a service, with everything off that keeps single events back.
  static func configure(_ place: inout Workplace, _ receiver: FaultReceiver) {
    place.environment.merge(
      [
        "NOTIFICATION_SERVICE_URL": receiver.url, "NOTIFICATION_TOKEN": token,
        "NOTIFICATION_SECRET": secret, "ALERTS_PLAIN_TOKEN": "true",
        "ALERTS_DIGEST_ABOVE": "off", "ALERTS_MASS_CHANGE": "off", "ALERTS_TIMEOUT": "1s",
        "ALERTS_DELIVERY_BUDGET": "15s", "REPORT_STATE": place.folder + "/state",
      ]) { $1 }
  }
}
