import Demo

/// A query that counts each planted defect as the reports would find it.
enum DefectQueries {
  static let all: [(PlantedDefect, String)] = [
    (.negativeStock, "SELECT count(*) FROM stock_levels WHERE quantity_on_hand < 0"),
    (.missingCost, stocked("cost_price = 0")),
    (.inactiveWithStock, stocked("NOT is_active")),
    (
      .costAbovePrice,
      """
      SELECT count(*) FROM products_inventory
      WHERE sell_price > 0 AND cost_price > sell_price AND cost_price <> 'NaN'
      """
    ),
    (.duplicateSKU, shared("sku")),
    (.duplicateBarcode, shared("barcode")),
    (
      .unexplainedQuantity,
      """
      SELECT count(*) FROM stock_levels l, LATERAL (
        SELECT created_at FROM stock_movements m
        WHERE m.product_id = l.product_id AND m.store_id = l.store_id AND isfinite(created_at)
        ORDER BY 1 DESC LIMIT 1) latest
      WHERE NOT EXISTS (
        SELECT FROM stock_movements m
        WHERE m.product_id = l.product_id AND m.store_id = l.store_id
          AND m.created_at = latest.created_at AND m.quantity_after = l.quantity_on_hand)
      """
    ),
    (
      .wrongSum,
      "SELECT count(*) FROM stock_movements WHERE quantity_after <> quantity_before + quantity"
    ),
    (
      .maxBelowReorderLevel,
      "SELECT count(*) FROM stock_levels WHERE max_stock > 0 AND max_stock < reorder_level"
    ),
    (
      .undatedMovement,
      "SELECT count(*) FROM stock_movements WHERE isfinite(created_at) IS NOT TRUE"
    ),
    (
      .notANumber,
      """
      SELECT (SELECT count(*) FROM products_inventory WHERE cost_price = 'NaN')
        + (SELECT count(*) FROM stock_levels WHERE quantity_on_hand = 'NaN')
      """
    ),
    (
      .unknownMovementType,
      """
      SELECT count(*) FROM stock_movements
      WHERE movement_type NOT IN ('SALE', 'PURCHASE', 'ADJUSTMENT', 'TRANSFER')
      """
    ),
    (
      .missingLevel,
      """
      SELECT count(*) FROM (
        SELECT DISTINCT product_id, store_id FROM stock_movements
        EXCEPT SELECT product_id, store_id FROM stock_levels) p
      """
    ),
    (
      .renamedStore,
      """
      SELECT count(*) FROM (
        SELECT store_id FROM stock_levels GROUP BY 1 HAVING count(DISTINCT store_name) > 1) s
      """
    ),
    (.longName, "SELECT count(*) FROM products_inventory WHERE length(name) > 100"),
    (.zeroPrice, "SELECT count(*) FROM products_inventory WHERE sell_price = 0"),
  ]

  /// Pairs with stock at the end of the last complete day in Bangkok.
  private static func stocked(_ condition: String) -> String {
    """
    SELECT count(*) FROM stock_levels l JOIN products_inventory USING (product_id)
    WHERE \(condition) AND quantity_on_hand <> coalesce((
      SELECT sum(quantity) FROM stock_movements m
      WHERE m.product_id = l.product_id AND m.store_id = l.store_id AND m.created_at < 'infinity'
        AND m.created_at >= date_trunc('day', now(), 'Asia/Bangkok')), 0)
    """
  }

  /// Products that share a code with another.
  private static func shared(_ column: String) -> String {
    """
    SELECT coalesce(sum(count), 0)::int FROM (
      SELECT count(*) FROM products_inventory WHERE \(column) IS NOT NULL
      GROUP BY \(column) HAVING count(*) > 1) s
    """
  }
}
