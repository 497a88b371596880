import PublishedTables
import Publishing
import Spreadsheet
import Values

/// A workbook with the rows of a selection, and beside them what they are.
///
/// The rows are alone on their sheet, under one header: a person or a program that adds them up
/// gets these rows and nothing else.
struct SelectionWorkbook: ~Copyable {
  private var book: Workbook
  private let rows: SheetRows
  private let selection: Selection
  private let count: Int
  private var looks: [String: Format] = [:]

  /// How many rows a sheet can have below its header.
  private static let most = 1_048_575
  private static let wrapped = CellFormat().with { $0.wraps = true }

  /// Throws 400 when there are more rows than a sheet can have.
  static func check(_ count: Int) throws(HTTPProblem) {
    guard count <= most else {
      throw .badRequest(
        "A sheet holds at most \(most) rows, and these are \(count). Narrow them, or download CSV.")
    }
  }

  /// Begins the file.
  init(_ selection: Selection, count: Int, path: String) throws(WorkbookError) {
    self.selection = selection
    self.count = count
    let table = selection.table
    let facts = table.run.facts
    var book = try Workbook(
      path: path,
      properties: DocumentProperties(
        title: "\(table.resource.title), \(PeriodText.text(table.run))",
        subject: facts.report, author: "inventory-reports", comments: "",
        created: Int(facts.finished.instant.microseconds / 1_000_000)))
    let rows = try book.addTable(SheetName.valid(table.resource.title))
    let header = try book.format(
      CellFormat().with {
        $0.bold = true
        $0.color = 0x1F3A52
        $0.fill = 0xE8EEF3
        $0.bottomBorder = true
      })
    try rows.nextRow(height: 18)
    for (place, column) in table.columns.enumerated() {
      try rows.write(text: column.title, column: place, format: header)
      let width = column.kind == .text ? 24.0 : Double(max(12, column.title.count + 2))
      try book.setWidth(rows.sheet, column: place, min(width, 40))
    }
    self.book = book
    self.rows = rows
  }

  /// Adds a row.
  mutating func append(_ row: [String]) throws(WorkbookError) {
    try rows.nextRow()
    for (place, column) in selection.table.columns.enumerated() {
      try write(row[place], column.kind, place)
    }
  }

  private mutating func write(
    _ text: String, _ kind: TableColumn.Kind, _ place: Int
  ) throws(WorkbookError) {
    guard !text.isEmpty else { return }
    switch kind {
    case .number:
      let scale =
        text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first
        .map(\.utf8.count) ?? 0
      guard let number = ExactDecimal.parse(text, scale: scale) else { break }
      let zeros = scale > 0 ? "." + String(repeating: "0", count: scale) : ""
      return try rows.write(
        number: number, scale: scale, column: place, format: try look("#,##0\(zeros)"))
    case .date:
      guard let day = Day(text), let serial = DateSerial.day(daysSince1970: Int(day.daysSinceEpoch))
      else { break }
      return try rows.write(serial: serial, column: place, format: try look("yyyy-mm-dd"))
    case .timestamp:
      guard let serial = Self.serial(text) else { break }
      return try rows.write(serial: serial, column: place, format: try look("yyyy-mm-dd hh:mm:ss"))
    case .boolean:
      return try rows.write(
        boolean: text == "true", column: place, format: try look(#""TRUE";"TRUE";"FALSE""#))
    case .text, .uuid: break
    }
    try rows.write(text: text, column: place, format: try look("@"))
  }

  /// A time stamp as its zone's clocks show it: `2026-11-22T08:30:00+07:00`.
  private static func serial(_ text: String) -> Double? {
    guard let day = Day(text.prefix(10)) else { return nil }
    let parts = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int64($0) }
    guard parts.count == 3 else { return nil }
    let seconds = Int64(day.daysSinceEpoch) * 86_400 + parts[0] * 3_600 + parts[1] * 60 + parts[2]
    return DateSerial.time(localMicroseconds: seconds * 1_000_000)
  }

  private mutating func look(_ numberFormat: String) throws(WorkbookError) -> Format {
    if let look = looks[numberFormat] { return look }
    let look = try book.format(CellFormat(numberFormat: numberFormat))
    looks[numberFormat] = look
    return look
  }

  /// Completes the file.
  consuming func close() throws(WorkbookError) {
    book.freezeHeader(rows.sheet)
    try book.filterHeader(rows.sheet, columns: selection.table.columns.count)
    try book.allowNumbersAsText(rows.sheet)
    let about = try book.addSheet("About")
    try book.setWidth(about, column: 0, 18)
    try book.setWidth(about, column: 1, 80)
    let label = try book.format(CellFormat().with { $0.bold = true })
    let wrapped = try book.format(Self.wrapped)
    for (name, value) in facts {
      try book.nextRow(about)
      try book.write(text: name, about, column: 0, format: label)
      try book.write(text: value, about, column: 1, format: wrapped)
    }
    try book.close()
  }

  /// What the rows are.
  private var facts: [(String, String)] {
    let table = selection.table
    let run = table.run.facts
    var facts = [
      ("Report", run.report), ("Table", table.resource.title),
      ("Period", PeriodText.text(table.run)), ("Data as of", run.asOf.text), ("Run", run.runID),
      ("Rows", "\(count)"),
    ]
    if !selection.address.search.isEmpty {
      facts.append(("Text contains", selection.address.search))
    }
    for condition in selection.address.conditions {
      let title = table.columns.first { $0.key == condition.column }?.title ?? condition.column
      facts.append(
        ("Only where", "\(title) \(condition.comparison.words) \(condition.value)".trimmingSpace()))
    }
    if let order = selection.query.order {
      let title = table.columns.first { $0.key == order.column }?.title ?? order.column
      facts.append(("Sorted by", title + (order.descending ? ", largest first" : "")))
    }
    if let stores = selection.query.stores {
      facts.append(("Stores", "\(stores.count) (only those that you may see)"))
    }
    return facts
  }
}
