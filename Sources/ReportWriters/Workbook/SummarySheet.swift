import Reports
import Spreadsheet
import Values

/// What a person wants to know first, on the sheet `Summary`.
///
/// Facts and figures on the left, charts beside them, and below what the charts draw.
struct SummarySheet {
  private let sheet: Sheet
  private let context: ReportContext
  private let facts: ReportFacts

  static let widths: [Double] = [26, 30, 20, 10, 3]
  private static let valueColumn = 2
  private static let unitColumn = 3
  /// A shop has a few units; where each product has one of its own, a line for each says nothing.
  private static let mostUnits = 8

  /// A total as a reader sees it: those of several tables that are alike say nothing new.
  private struct Figure: Hashable {
    let title: String
    let type: ColumnType
    let sum: Int128
  }

  static let chartColumn = 5

  static func write(
    _ sheet: Sheet, tables: [TableSheets], results: ReportResults, _ context: ReportContext,
    _ book: inout Workbook
  ) throws(WorkbookError) {
    let summary = SummarySheet(sheet: sheet, context: context, facts: ReportFacts(context))
    try summary.writeHeading(results, &book)
    try summary.writeKeyFigure(tables, &book)
    try summary.writeFigures(tables, &book)
    try summary.writeQuantities(tables, &book)
    try SummaryCharts.write(results.charts, sheet, currency: context.currency, &book)
  }

  private func writeHeading(
    _ results: ReportResults, _ book: inout Workbook
  ) throws(WorkbookError) {
    try book.setPage(sheet, PageSetup(footer: facts.heading))
    book.hideGridlines(sheet)
    for (index, width) in Self.widths.enumerated() {
      try book.setWidth(sheet, column: index, width)
    }
    try book.nextRow(sheet, height: 24)
    try book.write(
      text: context.definition.title, sheet, column: 0, format: try book.format(SheetLook.title))
    try book.nextRow(sheet)
    if !context.definition.audience.isEmpty {
      try book.write(
        text: "For \(context.definition.audience)", sheet, column: 0,
        format: try book.format(SheetLook.remark))
    }
    try book.nextRow(sheet)
    let isDay = context.period.from == context.period.to
    try line(isDay ? "Business date" : "Period", facts.days, nil, &book)
    try line("As of", facts.asOf, nil, &book)
    try line("Time zone", context.calendar.timeZoneName, nil, &book)
    try line("Status", facts.status, context.period.provisional ? SheetLook.warning : nil, &book)
    try line("Currency", context.currency, nil, &book)
    if facts.filters != "none" { try line("Filters", facts.filters, nil, &book) }
    let worst = CheckWords.worst(results.checks)
    try line(
      "Checks", CheckWords.line(results.checks),
      worst == .passed ? SheetLook.link : CheckWords.look(worst), &book,
      to: "\(CellReference.quoted(ReportWorkbook.checksName))!A1")
  }

  /// The figure that stands for the report, in large type.
  private func writeKeyFigure(
    _ tables: [TableSheets], _ book: inout Workbook
  ) throws(WorkbookError) {
    guard let key = context.definition.keyTotal,
      let table = tables.first(where: { $0.table.key == key.table }),
      let column = table.table.index(of: key.column), let summary = table.summary,
      let sum = summary.single(column)
    else { return }
    let definition = table.table.columns[column]
    try book.nextRow(sheet)
    try book.nextRow(sheet, height: 24)
    try book.write(
      text: definition.title, sheet, column: 0, format: try book.format(SheetLook.section))
    let look = CellFormat(numberFormat: ColumnLook.numberFormat(definition.type, of: sum)).with {
      $0.bold = true
      $0.size = 14
      $0.color = sum < 0 ? ColumnLook.red : SheetLook.ink
    }
    try write(
      sum, formula: table.totalCells[column], definition, try book.format(look), &book)
    try write(unit: unit(definition, summary.totals[column]), &book)
  }

  private func writeFigures(
    _ tables: [TableSheets], _ book: inout Workbook
  ) throws(WorkbookError) {
    try writeHeader("Key figures", &book)
    var listed: Set<Figure> = []
    var hasRepeated = false
    for table in tables {
      guard let summary = table.summary else { continue }
      try begin(table, "Rows", &book)
      try book.write(
        number: Int128(summary.rows), scale: 0, sheet, column: Self.valueColumn,
        format: try book.format(CellFormat(numberFormat: "#,##0")))
      for column in summary.totals.keys.sorted() {
        guard let sum = summary.single(column) else { continue }
        let definition = table.table.columns[column]
        let figure = Figure(title: definition.title, type: definition.type, sum: sum)
        guard listed.insert(figure).inserted || Self.frames(definition) else {
          hasRepeated = true
          continue
        }
        try begin(nil, definition.title, &book)
        try write(
          sum, formula: table.totalCells[column], definition,
          try book.format(Self.look(sum, definition.type)), &book)
        try write(unit: unit(definition, summary.totals[column]), &book)
      }
    }
    guard hasRepeated else { return }
    try begin(nil, "", &book)
    try book.write(
      text: "A total that several tables have is listed once.", sheet, column: 1,
      format: try book.format(SheetLook.remark))
  }

  /// What a period begins and ends with stays beside what lies between, although another table has it.
  private static func frames(_ column: Column) -> Bool {
    column.key.hasPrefix("opening_") || column.key.hasPrefix("closing_")
  }

  /// Quantities of several units, each unit from its first figure to its last.
  private func writeQuantities(
    _ tables: [TableSheets], _ book: inout Workbook
  ) throws(WorkbookError) {
    var hasHeader = false
    for table in tables {
      guard let summary = table.summary, summary.hasSeveralUnits else { continue }
      if !hasHeader { try writeHeader("Quantities by unit", &book) }
      hasHeader = true
      var name: TableSheets? = table
      for unit in Self.shownUnits(summary).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      ) {
        for column in summary.totals.keys.sorted() {
          guard case .byUnit(let sums) = summary.totals[column], sums.count > 1,
            let sum = sums.first(where: { $0.unit.utf8.elementsEqual(unit.utf8) })?.sum
          else { continue }
          let definition = table.table.columns[column]
          let row = try begin(name.take(), definition.title, &book)
          let formula = UnitFormula.text(
            sums: sums, unit: unit, unitRow: row, column: column, table)
          try write(
            sum, formula: formula, definition,
            try book.format(Self.look(sum, definition.type)), &book)
          try write(unit: unit, &book)
        }
      }
      let more = summary.unitsByRows.count - Self.shownUnits(summary).count
      guard more > 0 else { continue }
      try begin(nil, "Quantities in \(more) more units", &book)
      try book.write(
        text: "see the JSON file", sheet, column: Self.valueColumn,
        format: try book.format(SheetLook.remark.with { $0.alignment = .right }))
    }
  }

  private func writeHeader(_ title: String, _ book: inout Workbook) throws(WorkbookError) {
    try book.nextRow(sheet)
    try book.nextRow(sheet)
    try book.write(
      text: title, sheet, column: 0, format: try book.format(SheetLook.section))
    try book.nextRow(sheet, height: 18)
    for (index, heading) in ["Table", "Figure", "Total", "Unit"].enumerated() {
      let look = SheetLook.header(index == Self.valueColumn ? .right : .left).with {
        $0.indent = index == Self.unitColumn ? 1 : 0
      }
      try book.write(text: heading, sheet, column: index, format: try book.format(look))
    }
  }

  /// The units that a reader looks for: those of most rows, where there are many.
  ///
  /// One unit more is shown, too, rather than counted.
  private static func shownUnits(_ summary: TableSummary) -> ArraySlice<String> {
    let units = summary.unitsByRows
    return units.count > mostUnits + 1 ? units.prefix(mostUnits) : units[...]
  }

  private func line(
    _ label: String, _ value: String, _ look: CellFormat?, _ book: inout Workbook,
    to location: String? = nil
  ) throws(WorkbookError) {
    let row = try book.nextRow(sheet)
    if let location { try book.link(sheet, row: row, column: 1, to: location) }
    try book.write(text: label, sheet, column: 0, format: try book.format(SheetLook.label))
    // A list of stores may be long: then it takes several lines, not the room of the charts.
    let isLong = TextWidth.of(value) > 60
    if isLong { try book.setLines(sheet, TextWidth.lines(value, in: Self.widths[1])) }
    let look = isLong ? (look ?? SheetLook.words).with { $0.wraps = true } : look
    let format = try look.map { look throws(WorkbookError) in try book.format(look) }
    try book.write(text: value, sheet, column: 1, format: format)
    guard let format, !isLong else { return }
    for column in 2...3 { try book.writeBlank(sheet, column: column, format: format) }
  }

  /// Begins a line; the name of a table leads to its sheet.
  @discardableResult
  private func begin(
    _ table: TableSheets?, _ figure: String, _ book: inout Workbook
  ) throws(WorkbookError) -> Int {
    let row = try book.nextRow(sheet)
    if let table {
      try book.link(sheet, row: row, column: 0, to: table.top)
      try book.write(
        text: table.parts[0].name, sheet, column: 0,
        format: try book.format(SheetLook.link.with { $0.atTop = false }))
    }
    try book.write(text: figure, sheet, column: 1)
    return row
  }

  private func write(unit: String, _ book: inout Workbook) throws(WorkbookError) {
    try book.write(
      text: unit, sheet, column: Self.unitColumn, format: try book.format(SheetLook.unit))
  }

  private func write(
    _ sum: Int128, formula: String?, _ column: Column, _ format: Format, _ book: inout Workbook
  ) throws(WorkbookError) {
    let scale = column.type.scale ?? 0
    if let formula {
      try book.write(
        formula: formula, value: sum, scale: scale, sheet, column: Self.valueColumn,
        format: format)
    } else {
      try book.write(
        number: sum, scale: scale, sheet, column: Self.valueColumn, format: format)
    }
  }

  private func unit(_ column: Column, _ total: TableSummary.Total?) -> String {
    if case .byUnit(let sums) = total { return sums.first?.unit ?? "" }
    return column.type == .money || column.type == .price ? context.currency : ""
  }

  private static func look(_ sum: Int128, _ type: ColumnType) -> CellFormat {
    CellFormat(numberFormat: ColumnLook.numberFormat(type, of: sum)).with {
      guard sum < 0, type == .quantity else { return }
      $0.bold = true
      $0.color = ColumnLook.red
    }
  }
}
