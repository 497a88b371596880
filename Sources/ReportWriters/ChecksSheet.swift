import Reports
import Spreadsheet

/// `Checks`: each check with what had to hold, what was expected and what was found.
enum ChecksSheet {
  private static let columns: [(heading: String, width: Double)] = [
    ("Result", 12), ("What must hold", 46), ("Expected", 24), ("Found", 24), ("Detail", 46),
    ("Check", 26),
  ]

  static func write(
    _ checks: [CheckResult], page: PageSetup, _ book: inout Workbook
  ) throws(WorkbookError) {
    let sheet = try book.addSheet(ReportWorkbook.checksName, streamed: false)
    try book.setPage(sheet, page)
    try book.allowNumbersAsText(sheet)
    book.freezeHeader(sheet)
    try book.nextRow(sheet, height: 18)
    let header = try book.format(SheetLook.header())
    for (index, column) in columns.enumerated() {
      try book.write(text: column.heading, sheet, column: index, format: header)
      try book.setWidth(sheet, column: index, column.width)
    }
    let words = try book.format(SheetLook.words)
    // Exact, and so text: a number cell keeps 15 digits.
    let figure = try book.format(
      SheetLook.words.with {
        $0.numberFormat = "@"
        $0.alignment = .right
      })
    for check in checks {
      try book.nextRow(sheet)
      let look = try book.format(CheckWords.look(check.outcome))
      try book.write(text: CheckWords.of(check.outcome), sheet, column: 0, format: look)
      try book.write(text: check.title, sheet, column: 1, format: words)
      try book.write(text: check.expected, sheet, column: 2, format: figure)
      try book.write(text: check.found, sheet, column: 3, format: figure)
      try book.write(text: check.detail, sheet, column: 4, format: words)
      try book.write(text: check.name, sheet, column: 5, format: words)
    }
    guard checks.isEmpty else {
      return try book.filterHeader(sheet, columns: columns.count)
    }
    try book.nextRow(sheet)
    try book.write(text: "No checks", sheet, column: 0, format: try book.format(SheetLook.remark))
  }
}
