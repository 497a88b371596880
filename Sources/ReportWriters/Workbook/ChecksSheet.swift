import Reports
import Spreadsheet

/// `Checks`: each check with what had to hold, what was expected and what was found.
enum ChecksSheet {
  private static let headings = [
    "Result", "What must hold", "Expected", "Found", "Difference", "Detail", "Check",
  ]
  private static let differenceColumn = 4
  private static let detailColumn = 5

  static func write(
    _ checks: [CheckResult], tables: [TableSheets], page: PageSetup, _ book: inout Workbook
  ) throws(WorkbookError) {
    let sheet = try book.addSheet(ReportWorkbook.checksName)
    try book.setPage(sheet, page)
    try book.allowNumbersAsText(sheet)
    book.freezeHeader(sheet)
    let lines = CheckLines.of(checks)
    let widths = widths(lines)
    let words = SheetLook.words
    // Exact, and so text: a number cell keeps 15 digits.
    let figure = words.with {
      $0.numberFormat = "@"
      $0.alignment = .right
    }
    let looks = [words, words, figure, figure, figure, words.with { $0.indent = 1 }, words]
    try book.nextRow(sheet, height: 18)
    for (index, heading) in headings.enumerated() {
      let look = SheetLook.header(looks[index].alignment == .right ? .right : .left).with {
        $0.indent = looks[index].indent
      }
      try book.write(text: heading, sheet, column: index, format: try book.format(look))
      try book.setWidth(sheet, column: index, widths[index])
    }
    for check in lines {
      let row = try book.nextRow(sheet)
      let texts = texts(check)
      let table = tables.first { check.detail.hasPrefix("\($0.table.title): ") }
      for (index, text) in texts.enumerated() {
        var look = index == 0 ? CheckWords.look(check.outcome) : looks[index]
        if index == differenceColumn, let difference = CheckDifference(check) {
          if difference.value != 0 { look = look.with { $0.bold = true } }
          look.numberFormat = difference.numberFormat
          try book.write(
            number: difference.value, scale: difference.scale, sheet, column: index,
            format: try book.format(look))
          continue
        }
        if index == detailColumn, let table {
          look.color = SheetLook.link.color
          look.underlined = true
          try book.link(sheet, row: row, column: index, to: table.top)
        }
        try book.write(text: text, sheet, column: index, format: try book.format(look))
      }
      let height = zip(texts, widths).map { TextWidth.lines($0, in: $1) }.max() ?? 1
      if height > 1 { try book.setLines(sheet, height) }
    }
    guard checks.isEmpty else {
      return try book.filterHeader(sheet, columns: headings.count)
    }
    try book.nextRow(sheet)
    try book.write(text: "No checks", sheet, column: 0, format: try book.format(SheetLook.remark))
  }

  private static func texts(_ check: CheckResult) -> [String] {
    [
      CheckWords.of(check.outcome), check.title, check.expected, check.found,
      CheckDifference(check)?.text ?? "", check.detail, check.name,
    ]
  }

  /// Figures are shown whole; sentences may take several lines.
  private static func widths(_ checks: [CheckResult]) -> [Double] {
    let most = [12, 46, 44, 44, 44, 46, 30]
    return headings.indices.map { index in
      let widest = checks.map { TextWidth.of(texts($0)[index]) }.max() ?? 0
      return Double(min(max(widest, TextWidth.of(headings[index]) + 3) + 3, most[index]))
    }
  }
}
