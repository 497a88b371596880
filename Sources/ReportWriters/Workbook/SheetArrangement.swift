import Reports
import Spreadsheet

/// How the columns of a table lie on the screen and on paper: those that name a row stay in sight, and
/// the type can be read.
struct SheetArrangement {
  /// How many columns at the left stay in sight.
  let frozen: Int
  /// How it is printed.
  let page: PageSetup

  /// Half of a small screen: the rest is for the figures.
  private static let mostFrozen = 780
  /// What a page of A4 has between its margins.
  private static let pageWidth = 1_045
  /// Type of 11 points is not made smaller than 6.6.
  private static let mostOnPage = pageWidth * 10 / 6
  private static let mostPages = 6

  init(_ columns: [ColumnLook], of table: TableDefinition, footer: String, headerRow: Int) {
    let widths = columns.map { $0.isFolded ? 0 : Int($0.columnWidth * 7) + 10 }
    let all = widths.reduce(0, +)
    let first = columns.firstIndex { !$0.isFolded } ?? 0
    var frozen = Self.naming(table) + 1
    while frozen > first + 1, widths[..<frozen].reduce(0, +) > Self.mostFrozen { frozen -= 1 }
    if frozen >= columns.count { frozen = 0 }
    self.frozen = frozen
    let repeated = widths[..<frozen].reduce(0, +)
    let pages =
      (1...Self.mostPages).first { all + ($0 - 1) * repeated <= $0 * Self.mostOnPage }
      ?? Self.mostPages
    page = PageSetup(
      footer: footer, headerRow: headerRow,
      repeatedColumns: pages > 1 && frozen > 0 ? 0...(frozen - 1) : nil, pagesWide: pages)
  }

  /// The last of the columns that name a row: the product, or the first that people read.
  static func naming(_ table: TableDefinition) -> Int {
    table.index(of: "product_name") ?? table.index(of: "sku")
      ?? table.columns.firstIndex { !$0.isFolded } ?? 0
  }
}
