import ReorderReview
import Reports
import StateStore

/// How the review of each supplier stands, as the API gives it.
enum SupplierRows {
  static let table = RowTable<(supplier: SupplierReview, run: String)>("suppliers", "Suppliers") {
    table in
    table.column("supplier", .text, "Supplier's key") { $0.supplier.supplier }
    table.column("supplier_name", .text, "Supplier") { $0.supplier.name }
    table.column("run", .text, "Run") { $0.run }
    for state in ReviewDecision.State.allCases {
      table.column(state.rawValue, .integer, LineView.words(state)) {
        $0.supplier.counts[state] ?? 0
      }
    }
    table.column("value", .money, "Value of open and approved lines") { $0.supplier.value }
    table.column("approved_value", .money, "Value of approved lines") { $0.supplier.approvedValue }
    table.column("earliest_stockout_date", .date, "First stock lasts until") {
      $0.supplier.stockout
    }
  }
}

/// Exported orders, as the API gives them.
enum OrderRows {
  static let table = RowTable<ReviewOrder>("orders", "Orders") { table in
    table.column("id", .integer, "Order") { $0.id }
    table.column("supplier", .text, "Supplier's key") { $0.supplier }
    table.column("supplier_name", .text, "Supplier") { $0.supplierName }
    table.column("created_at", .timestamp, "Exported") { $0.createdAt }
    table.column("created_by", .text, "By") { $0.createdBy }
    table.column("lines", .integer, "Lines") { $0.lines }
    table.column("value", .money, "Value") { $0.value }
    table.column("currency", .text, "Currency") { $0.currency }
    table.column("xlsx_sha256", .text, "Hash of the workbook") { $0.workbookHash }
    table.column("csv_sha256", .text, "Hash of the CSV file") { $0.csvHash }
  }

  /// An order that was just made, with how many approved lines could not go into it.
  static func made(_ export: ReviewService.Export) -> (row: RowBuffer, table: TableDefinition) {
    var definition = table.definition
    definition.columns.append(Column(key: "left_out", type: .integer, title: "Left out"))
    var row = table.row(export.order)
    row.append(number: Int64(export.leftOut.count))
    return (row, definition)
  }
}
