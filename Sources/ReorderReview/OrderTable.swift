import Reports
import StateStore

/// The lines of an order as a table, for its CSV file.
enum OrderTable {
  static let definition = TableDefinition(
    key: "order", title: "Order", source: .computation("order"),
    columns: [
      Column(key: "order", type: .integer, title: "Order"),
      Column(key: "order_date", type: .date, title: "Date"),
      Column(key: "supplier", type: .text, title: "Supplier"),
      Column(key: "store", type: .text, title: "Store"),
      Column(key: "sku", type: .code, title: "SKU"),
      Column(key: "barcode", type: .code, title: "Barcode"),
      Column(key: "product", type: .text, title: "Product"),
      Column(key: "quantity", type: .quantity, title: "Quantity"),
      Column(key: "unit", type: .text, title: "Unit"),
      Column(key: "unit_cost", type: .price, title: "Unit cost"),
      Column(key: "value", type: .money, title: "Value"),
    ])

  /// The row of a line.
  static func append(_ line: ReviewLine, of order: ReviewOrder, to row: inout RowBuffer) {
    row.append(number: order.id)
    row.append(.date(order.day))
    row.append(text: order.addressee)
    row.append(text: line.labels.store)
    row.append(text: line.labels.sku)
    row.append(text: line.labels.barcode)
    row.append(text: line.labels.product)
    row.append(number: line.quantity)
    row.append(text: line.labels.unit)
    row.append(number: line.figures.unitCost)
    row.append(number: line.value)
  }
}
