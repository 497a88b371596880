import Postgres
import Values

/// Writes the rows of `products_inventory`.
struct ProductRows {
  static let columns = [
    "id", "product_id", "name", "sku", "barcode", "category_id", "category_name", "supplier_id",
    "supplier_name", "cost_price", "sell_price", "unit", "description", "is_active",
    "last_updated", "created_at",
  ]

  private let catalog: Catalog

  init(_ catalog: Catalog) {
    self.catalog = catalog
  }

  func write(to writer: inout CopyWriter) throws {
    var time = TimestampText()
    for product in catalog.products {
      let supplier = product.supplier.map { catalog.suppliers[$0] }
      writer.raw(product.rowID.description)
      writer.raw(product.id.description)
      writer.text(product.name)
      writer.text(product.sku)
      writer.text(product.barcode)
      writer.text(product.categoryID?.description)
      writer.text(product.categoryName)
      writer.text(supplier?.id.description)
      writer.text(supplier?.name)
      writer.raw(String(ascii: { $0.append(satang: product.cost) }))
      writer.raw(String(ascii: { $0.append(satang: product.price) }))
      writer.text(product.unit.rawValue)
      writer.text(product.description)
      writer.raw(product.isActive ? "t" : "f")
      writer.raw(String(ascii: { time.append(product.updated, to: &$0) }))
      writer.raw(String(ascii: { time.append(product.created, to: &$0) }))
      try writer.endRow()
    }
  }
}
