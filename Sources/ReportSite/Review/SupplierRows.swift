import ReorderReview
import Reports
import StateStore

/// How the review of each supplier stands, as the API gives it.
enum SupplierRows {
  static let table = TableDefinition(
    key: "suppliers", title: "Suppliers", source: .computation("review"),
    columns: [
      Column(key: "supplier", type: .text, title: "Supplier's key"),
      Column(key: "supplier_name", type: .text, title: "Supplier"),
      Column(key: "run", type: .text, title: "Run"),
      Column(key: "open", type: .integer, title: "Open"),
      Column(key: "approved", type: .integer, title: "Approved"),
      Column(key: "dismissed", type: .integer, title: "Dismissed"),
      Column(key: "snoozed", type: .integer, title: "Snoozed"),
      Column(key: "ordered", type: .integer, title: "Ordered"),
      Column(key: "value", type: .money, title: "Value of open and approved lines"),
      Column(key: "approved_value", type: .money, title: "Value of approved lines"),
      Column(key: "earliest_stockout_date", type: .date, title: "First stock lasts until"),
    ])

  /// Appends a supplier.
  static func append(_ supplier: SupplierReview, run: String, to row: inout RowBuffer) {
    row.append(text: supplier.supplier)
    row.append(text: supplier.name)
    row.append(text: run)
    for state in ReviewDecision.State.allCases {
      row.append(number: Int64(supplier.counts[state] ?? 0))
    }
    row.append(number: supplier.value)
    row.append(number: supplier.approvedValue)
    row.append(supplier.stockout.map { .date($0) } ?? .null)
  }
}

/// Exported orders, as the API gives them.
enum OrderRows {
  static let table = TableDefinition(
    key: "orders", title: "Orders", source: .computation("review"),
    columns: [
      Column(key: "id", type: .integer, title: "Order"),
      Column(key: "supplier", type: .text, title: "Supplier's key"),
      Column(key: "supplier_name", type: .text, title: "Supplier"),
      Column(key: "created_at", type: .timestamp, title: "Exported"),
      Column(key: "created_by", type: .text, title: "By"),
      Column(key: "lines", type: .integer, title: "Lines"),
      Column(key: "value", type: .money, title: "Value"),
      Column(key: "currency", type: .text, title: "Currency"),
      Column(key: "xlsx_sha256", type: .text, title: "Hash of the workbook"),
      Column(key: "csv_sha256", type: .text, title: "Hash of the CSV file"),
    ])

  /// An order that was just made: with how many approved lines could not go into it.
  static let madeTable = TableDefinition(
    key: "order", title: "Order", source: .computation("review"),
    columns: table.columns + [Column(key: "left_out", type: .integer, title: "Left out")])

  /// Appends an order.
  static func append(_ order: ReviewOrder, to row: inout RowBuffer) {
    row.append(number: order.id)
    row.append(text: order.supplier)
    row.append(text: order.supplierName)
    row.append(.timestamp(order.createdAt))
    row.append(text: order.createdBy)
    row.append(number: Int64(order.lines))
    row.append(number: order.value)
    row.append(text: order.currency)
    row.append(text: order.workbookHash)
    row.append(text: order.csvHash)
  }
}
