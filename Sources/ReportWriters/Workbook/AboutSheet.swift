import Reports
import Spreadsheet
import Values

/// `About`: what the workbook says, for whom, as of when, and what every column means.
///
/// It holds nothing of the run itself, so that the same data give the same bytes.
enum AboutSheet {
  private static let widths: [Double] = [28, 80, 24, 14]

  static func write(
    tables: [TableSheets], page: PageSetup, _ context: ReportContext, _ book: inout Workbook
  ) throws(WorkbookError) {
    let sheet = try book.addSheet(ReportWorkbook.aboutName)
    try book.setPage(sheet, PageSetup(footer: page.footer))
    book.hideGridlines(sheet)
    for (index, width) in widths.enumerated() { try book.setWidth(sheet, column: index, width) }
    try book.nextRow(sheet, height: 24)
    try book.write(
      text: "About this report", sheet, column: 0, format: try book.format(SheetLook.title))
    for (label, value) in facts(context) {
      try line(label, value, sheet, &book)
    }
    if tables.contains(where: \.isFolded) {
      try line(
        "Ids", "The columns of ids are folded; click the + above the sheet to show them.", sheet,
        &book)
    }
    let cut = tables.reduce(0) { $0 + $1.cutTexts }
    if cut > 0 {
      try line(
        "Cut texts",
        "\(cut) \(cut == 1 ? "text is" : "texts are") longer than the 32,767 characters of a cell and"
          + " end with '… (cut)'; CSV and JSON have all of it.", sheet, &book)
    }
    try list("Parameters", parameters(context), sheet, &book)
    try list("Assumptions", context.assumptions.map { ("", $0) }, sheet, &book)
    try list("Continued sheets", continued(tables), sheet, &book)
    for table in tables { try meanings(of: table, sheet, &book) }
  }

  private static func facts(_ context: ReportContext) -> [(String, String)] {
    let definition = context.definition
    let facts = ReportFacts(context)
    let calendar = context.calendar
    return [
      ("Report", "\(definition.title) (\(definition.name))"),
      ("For", definition.audience),
      ("Content", definition.description),
      ("Business date", facts.days),
      ("Begins", calendar.text(context.period.start)),
      ("As of", facts.asOf),
      ("Time zone", calendar.timeZoneName),
      ("Status", facts.status),
      ("Currency", context.currency),
      ("Filters", facts.filters),
      ("Program", "inventory-reports \(context.programVersion)"),
    ]
  }

  private static func parameters(_ context: ReportContext) -> [(String, String)] {
    context.parameters.map { setting in
      let value = ReportFacts.words(setting.value)
      return (setting.name, setting.isDefault ? "\(value) (default)" : value)
    }
  }

  private static func continued(_ tables: [TableSheets]) -> [(String, String)] {
    tables.filter { $0.parts.count > 1 }.map { table in
      (table.table.title, table.parts.map(\.name).joined(separator: ", then "))
    }
  }

  private static func line(
    _ label: String, _ value: String, _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    guard !value.isEmpty else { return }
    try book.nextRow(sheet)
    try book.write(text: label, sheet, column: 0, format: try book.format(SheetLook.label))
    try book.write(text: value, sheet, column: 1, format: try book.format(SheetLook.words))
    try fit([label, value], sheet, &book)
  }

  /// Wrapped text gets the lines it needs: not every program works that out by itself.
  private static func fit(
    _ texts: [String], _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    let lines = zip(texts, widths).map { TextWidth.lines($0, in: $1) }.max() ?? 1
    if lines > 1 { try book.setLines(sheet, lines) }
  }

  private static func list(
    _ heading: String, _ lines: [(String, String)], _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    guard !lines.isEmpty else { return }
    try section(heading, sheet, &book)
    for (label, value) in lines { try line(label, value, sheet, &book) }
  }

  private static func section(
    _ heading: String, _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    try book.nextRow(sheet)
    try book.nextRow(sheet)
    try book.write(text: heading, sheet, column: 0, format: try book.format(SheetLook.section))
  }

  private static func meanings(
    of table: TableSheets, _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    try section("Columns of \(table.parts[0].name)", sheet, &book)
    try book.nextRow(sheet)
    let header = try book.format(SheetLook.header())
    for (index, heading) in ["Column", "Meaning", "Key in CSV and JSON", "Type"].enumerated() {
      try book.write(text: heading, sheet, column: index, format: header)
    }
    let words = try book.format(SheetLook.words)
    for (column, look) in zip(table.table.columns, table.columns) {
      try book.nextRow(sheet)
      let texts = [look.heading, column.meaning, column.key, column.type.name]
      for (index, text) in texts.enumerated() {
        try book.write(text: text, sheet, column: index, format: words)
      }
      try fit(texts, sheet, &book)
    }
  }
}
