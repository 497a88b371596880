import Reports

/// Something that finance should look at, and the money at stake.
struct ExceptionLine: ProductLine {
  let moment: StockMoment
  let product: Product
  /// The store; nil for what is wrong with the product in all of them.
  let store: Int32?
  let kind: String
  let detail: String
  let cost: Int128?

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("store_id", .uuid) { line in line.store.map { line.book.stores.id($0) } }
    columns.column("store_name", .text) { line in line.store.map { line.book.stores.name($0) } }
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("kind", .text) { $0.kind }
    columns.column("detail", .text) { $0.detail }
    columns.column("cost_value", .money) { $0.cost }
  }
}
