import Foundation
import TestSupport
import Testing

@testable import Spreadsheet

/// The same cells through libxlsxwriter and through the rows of our own: openpyxl must see no
/// difference in values, styles, sizes and print set-up.
@Suite struct TwoWaysTests {
  private enum Value {
    case text(String)
    case number(Int128, scale: Int)
    case serial(Double)
    case boolean(Bool)
    case formula(String, Int128)
    case blank
  }

  private static let texts = [
    "plain", " leading", "trailing ", "\ttab", "two\nlines", "\n", "a\r\nb", "]]>", "&amp;", "<b>",
    "\"quoted\"", "_x0041_", "_X0041_", "_x004_", "_", "=1+1", "00123", "n\u{0}ul", "\u{1}\u{1F}",
    "\u{7F}\u{85}", "\u{FFFE}\u{FFFF}", "ข้าวหอมมะลิ ๕ กก.", "🌶️👩‍🍳", "e\u{301}", "\u{FEFF}x",
    String(repeating: "ก", count: 32_767), "  ", "x\u{2028}y", "\u{D7FF}\u{E000}", "\u{10FFFF}",
  ]

  private struct Source {
    var state: UInt64

    /// The cells of a row, whichever rows came before it.
    func row(_ number: Int) -> Source {
      var source = Source(state: state &+ UInt64(number))
      _ = source.next(2)
      return source
    }

    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }

    mutating func value() -> Value {
      switch next(9) {
      case 0, 1, 2: .text(TwoWaysTests.texts[next(TwoWaysTests.texts.count)])
      case 3: .number(Int128(next(2_000_001) - 1_000_000), scale: next(7))
      case 4:
        .number(Int128(next(1 << 30)) * Int128(next(1 << 30)) * Int128(next(1 << 30)), scale: 2)
      case 5: .serial(Double(next(2_900_000)) + Double(next(86_400_000)) / 86_400_000)
      case 6: .boolean(next(2) == 0)
      case 7: .formula("SUM(A1:B\(next(20) + 1))&\"<&>\"", Int128(next(1_000)))
      default: .blank
      }
    }
  }

  private static let above = 3

  private static let looks: [CellFormat?] = [
    nil, CellFormat(numberFormat: "#,##0.000"),
    CellFormat(numberFormat: "@").with { $0.atTop = true },
    CellFormat().with {
      $0.bold = true; $0.color = 0xB00020; $0.fill = 0xE8EEF3
    },
    CellFormat(numberFormat: "yyyy-mm-dd").with {
      $0.topBorder = true; $0.alignment = .left
    },
    CellFormat().with {
      $0.wraps = true; $0.indent = 1; $0.size = 8; $0.bottomBorder = true
    },
  ]

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a reader sees no difference`(seed: UInt64) throws {
    try withTemporaryFolder { folder in
      let paths = ["\(folder)/library.xlsx", "\(folder)/ours.xlsx"]
      for path in paths {
        let source = Source(state: seed)
        var book = try Workbook(
          path: path,
          properties: DocumentProperties(
            title: "T", subject: "S", author: "A", comments: "C", created: 1_000_000_000))
        let formats = try Self.looks.map { look in try look.map { try book.format($0) } }
        for name in ["One", "Two & more", "Empty"] {
          if path == paths[0] {
            let sheet = try book.addSheet(name)
            try fill(sheet, name, formats, source, &book)
          } else {
            let rows = try book.addTable(name, above: Self.above)
            // What stands above comes last.
            try fill(rows, name, formats, Self.above..<60, source)
            if let above = rows.above { try fill(above, name, formats, 0..<Self.above, source) }
            if name != "Empty" { try settings(rows.sheet, &book) }
          }
        }
        try book.close()
      }
      let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Reference/compare_workbooks.py").standardizedFileURL.path
      let found = try ChildProcess.run(TestPython.path, [script, paths[0], paths[1]])
      #expect(found.status == 0, "\(found.text)")
    }
  }

  private func settings(_ sheet: Sheet, _ book: inout Workbook) throws {
    try book.setPage(
      sheet,
      PageSetup(footer: "A & B", headerRow: Self.above, repeatedColumns: 0...1, pagesWide: 2))
    try book.allowNumbersAsText(sheet)
    book.freezeHeader(sheet, row: Self.above, columns: 2)
    try book.note("What & why", sheet, row: Self.above, column: 1)
    try book.link(sheet, row: Self.above + 1, column: 1, to: "'One'!$A$1")
    try book.filterHeader(sheet, row: Self.above, columns: 5)
    try book.setWidth(sheet, column: 0, 12, folding: .folded)
    try book.setWidth(sheet, column: 1, 33, folding: .afterFolded)
  }

  private func height(_ row: Int) -> Double? { row % 7 == 3 ? 32.5 : nil }

  private func fill(
    _ sheet: Sheet, _ name: String, _ formats: [Format?], _ source: Source,
    _ book: inout Workbook
  ) throws {
    for row in 0..<(name == "Empty" ? 0 : 60) {
      var source = source.row(row)
      try book.nextRow(sheet, height: height(row))
      for column in [0, 1, 3, 25, 26, 701, 702, 727, 728, 1_377, 1_378, 16_383] {
        let format = formats[source.next(formats.count)]
        switch source.value() {
        case .text(let text): try book.write(text: text, sheet, column: column, format: format)
        case .number(let value, let scale):
          try book.write(number: value, scale: scale, sheet, column: column, format: format)
        case .serial(let value):
          try book.write(serial: value, sheet, column: column, format: format)
        case .boolean(let value):
          try book.write(boolean: value, sheet, column: column, format: format)
        case .formula(let text, let value):
          try book.write(
            formula: text, value: value, scale: 2, sheet, column: column, format: format)
        case .blank: try book.writeBlank(sheet, column: column, format: format)
        }
      }
      if row % 11 == 5 { try book.setLines(sheet, row) }
    }
    if name != "Empty" { try settings(sheet, &book) }
  }

  private func fill(
    _ rows: SheetRows, _ name: String, _ formats: [Format?], _ range: Range<Int>,
    _ source: Source
  ) throws {
    for row in name == "Empty" ? 0..<0 : range {
      var source = source.row(row)
      try rows.nextRow(height: height(row))
      for column in [0, 1, 3, 25, 26, 701, 702, 727, 728, 1_377, 1_378, 16_383] {
        let format = formats[source.next(formats.count)]
        switch source.value() {
        case .text(let text): try rows.write(text: text, column: column, format: format)
        case .number(let value, let scale):
          try rows.write(number: value, scale: scale, column: column, format: format)
        case .serial(let value): try rows.write(serial: value, column: column, format: format)
        case .boolean(let value): try rows.write(boolean: value, column: column, format: format)
        case .formula(let text, let value):
          try rows.write(formula: text, value: value, scale: 2, column: column, format: format)
        case .blank: try rows.writeBlank(column: column, format: format)
        }
      }
      if row % 11 == 5 { rows.setLines(row) }
    }
  }
}
