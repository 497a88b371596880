import Spreadsheet
import StateStore
import Values

/// The workbook of an order: one sheet that can be sent to the supplier as it is.
enum OrderWorkbook {
  private struct Heading {
    var title: String
    var width: Double
    var isNumber = false
  }

  private static let ink: UInt32 = 0x1F3A52

  /// Writes the file, whose bytes follow from the order and its lines alone.
  static func write(
    _ order: ReviewOrder, lines: [ReviewLine], to path: String
  ) throws(WorkbookError) {
    let supplier = order.addressee
    var book = try Workbook(
      path: path,
      properties: DocumentProperties(
        title: "Order \(order.id)", subject: "\(supplier), \(order.day)",
        author: "inventory-reports", comments: "",
        created: Int(order.createdAt.microseconds / 1_000_000)))
    let sheet = try book.addSheet("Order \(order.id)")
    let footer = "Order \(order.id) · \(supplier) · \(order.day)"
    try book.setPage(sheet, PageSetup(footer: footer))
    try book.allowNumbersAsText(sheet)
    try writeHeading(order, supplier: supplier, sheet, &book)
    let first = try writeLines(order, lines, sheet, &book)
    try writeTotal(order, lines, first: first, sheet, &book)
    try book.close()
  }

  private static func writeHeading(
    _ order: ReviewOrder, supplier: String, _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    let title = try book.format(
      CellFormat().with {
        $0.bold = true
        $0.size = 16
        $0.color = ink
      })
    let label = try book.format(CellFormat().with { $0.color = 0x6B6B6B })
    try book.nextRow(sheet, height: 24)
    try book.write(text: "Order \(order.id)", sheet, column: 0, format: title)
    let facts = [
      ("Supplier", supplier), ("Date", order.day.description), ("Ordered by", order.createdBy),
      ("Currency", order.currency),
    ]
    for (name, value) in facts {
      try book.nextRow(sheet)
      try book.write(text: name, sheet, column: 0, format: label)
      try book.write(text: value, sheet, column: 1)
    }
    try book.nextRow(sheet)
  }

  /// The rows of the lines under their header; gives the number of the first one, from 1.
  private static func writeLines(
    _ order: ReviewOrder, _ lines: [ReviewLine], _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) -> Int {
    let headings = [
      Heading(title: "Store", width: 24), Heading(title: "SKU", width: 18),
      Heading(title: "Barcode", width: 18), Heading(title: "Product", width: 44),
      Heading(title: "Quantity", width: 12, isNumber: true), Heading(title: "Unit", width: 8),
      Heading(title: "Unit cost (\(order.currency))", width: 16, isNumber: true),
      Heading(title: "Value (\(order.currency))", width: 16, isNumber: true),
    ]
    try book.nextRow(sheet, height: 18)
    for (column, heading) in headings.enumerated() {
      try book.setWidth(sheet, column: column, heading.width)
      let look = CellFormat().with {
        $0.bold = true
        $0.color = ink
        $0.fill = 0xE8EEF3
        $0.bottomBorder = true
        $0.alignment = heading.isNumber ? .right : .left
        $0.indent = heading.title == "Unit" ? 1 : 0
      }
      try book.write(text: heading.title, sheet, column: column, format: try book.format(look))
    }
    let code = try book.format(CellFormat(numberFormat: "@").with { $0.alignment = .left })
    let wrapped = try book.format(CellFormat().with { $0.wraps = true })
    let quantity = try book.format(CellFormat(numberFormat: "#,##0.###"))
    let money = try book.format(CellFormat(numberFormat: "#,##0.00"))
    let unit = try book.format(CellFormat().with { $0.indent = 1 })
    var first = 0
    for line in lines {
      let row = try book.nextRow(sheet) + 1
      if first == 0 { first = row }
      try book.write(text: line.labels.store, sheet, column: 0, format: wrapped)
      try book.write(text: line.labels.sku, sheet, column: 1, format: code)
      try book.write(text: line.labels.barcode, sheet, column: 2, format: code)
      try book.write(text: line.labels.product, sheet, column: 3, format: wrapped)
      try book.write(
        number: Int128(line.quantity), scale: 3, sheet, column: 4,
        // A format with optional decimals leaves the point of a whole number standing.
        format: line.quantity % 1_000 == 0
          ? try book.format(CellFormat(numberFormat: "#,##0")) : quantity)
      try book.write(text: line.labels.unit, sheet, column: 5, format: unit)
      if let cost = line.figures.unitCost {
        try book.write(number: Int128(cost), scale: 2, sheet, column: 6, format: money)
      }
      if let value = line.value {
        try book.write(number: Int128(value), scale: 2, sheet, column: 7, format: money)
      }
    }
    return first
  }

  /// The total stands under the lines, unlike those of a report's tables: an order is a letter to the
  /// supplier, read and printed down to its end, and nobody filters it.
  private static func writeTotal(
    _ order: ReviewOrder, _ lines: [ReviewLine], first: Int, _ sheet: Sheet,
    _ book: inout Workbook
  ) throws(WorkbookError) {
    let look = CellFormat(numberFormat: "#,##0.00").with {
      $0.bold = true
      $0.topBorder = true
    }
    let format = try book.format(look)
    try book.nextRow(sheet)
    let unknown = lines.filter { $0.value == nil }.count
    let label = unknown == 0 ? "Total" : "Total without \(unknown) lines of unknown cost"
    try book.write(text: label, sheet, column: 0, format: format)
    for column in 1...6 { try book.writeBlank(sheet, column: column, format: format) }
    let last = first + lines.count - 1
    try book.write(
      formula: "SUM(H\(first):H\(last))", value: Int128(order.value), scale: 2, sheet, column: 7,
      format: format)
  }
}
