import Reports

/// A product in a store in a movement summary.
struct MovementLine: PairLine {
  let figures: MovementFigures
  let product: Product

  init(_ figures: MovementFigures) {
    self.figures = figures
    product = figures.view.product
  }

  var view: PairView { figures.view }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("category_name", .text) { $0.category }
    columns.column("unit", .text) { $0.unit }
    columns.column("opening_quantity", .quantity) { $0.figures.opening }
    columns.column("purchased", .quantity) { $0.figures.flows.purchased }
    columns.column("sold", .quantity) { -$0.figures.flows.sold }
    columns.column("adjusted_up", .quantity) { $0.figures.flows.adjustedUp }
    columns.column("adjusted_down", .quantity) { $0.figures.flows.adjustedDown }
    columns.column("transferred_in", .quantity) { $0.figures.flows.transferredIn }
    columns.column("transferred_out", .quantity) { $0.figures.flows.transferredOut }
    columns.column("other", .quantity) { $0.figures.flows.other }
    columns.column("closing_quantity", .quantity) { $0.figures.closing }
    columns.column("movements", .integer) { Int64($0.figures.flows.movements) }
    columns.column("unexplained_quantity", .quantity) { $0.view.unexplained }
    columns.column("opening_value", .money) { $0.figures.value($0.figures.opening) }
    columns.column("closing_value", .money) { $0.figures.value($0.figures.closing) }
    columns.column("sales_at_cost", .money) { $0.figures.value(-$0.figures.flows.sold) }
    columns.column("sales_at_price", .money) { $0.figures.salesAtPrice }
  }
}
