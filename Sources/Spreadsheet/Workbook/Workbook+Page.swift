import CLibXLSXWriter

extension Workbook {
  /// Sets how a sheet is printed.
  public func setPage(_ sheet: Sheet, _ page: PageSetup) throws(WorkbookError) {
    let pointer = unsafe sheets[sheet.index].pointer
    unsafe worksheet_set_landscape(pointer)
    unsafe worksheet_set_paper(pointer, 9)
    unsafe worksheet_fit_to_pages(pointer, UInt16(page.pagesWide), 0)
    // The pages of the same rows follow one another.
    if page.pagesWide > 1 { unsafe worksheet_print_across(pointer) }
    unsafe worksheet_set_margins(pointer, 0.4, 0.4, 0.5, 0.6)
    if let row = page.headerRow.map(UInt32.init) {
      try check(unsafe worksheet_repeat_rows(pointer, row, row), sheet, 0)
    }
    if let columns = page.repeatedColumns {
      try check(
        unsafe worksheet_repeat_columns(
          pointer, UInt16(columns.lowerBound), UInt16(columns.upperBound)),
        sheet, columns.lowerBound)
    }
    // `&` begins a code in a footer, and 255 characters are all it takes.
    let words = CellText.plain(page.footer, atMost: 80).replacing("&", with: "&&")
    // A digit would belong to the size before it.
    let space = words.first?.isNumber == true ? " " : ""
    let footer = "&L&8\(space)\(words)&C&8&A&R&8Page &P of &N"
    try check(unsafe worksheet_set_footer(pointer, footer), sheet, 0)
  }

  /// Keeps the header, what stands above it, and a number of columns at the left in sight.
  public func freezeHeader(_ sheet: Sheet, row: Int = 0, columns: Int = 0) {
    unsafe worksheet_freeze_panes(
      sheets[sheet.index].pointer, UInt32(row + 1), UInt16(columns))
  }

  /// Puts filter buttons on the header, for the rows down to the last one so far.
  public func filterHeader(
    _ sheet: Sheet, row: Int = 0, columns: Int
  ) throws(WorkbookError) {
    let state = sheets[sheet.index]
    try check(
      unsafe worksheet_autofilter(
        state.pointer, UInt32(row), 0, UInt32(state.lastRow), UInt16(columns - 1)),
      sheet, 0)
  }

  /// How a column is folded away: the reader opens it with the + above the column after it.
  public enum Folding: Sendable {
    /// It is seen.
    case none
    /// It is folded away.
    case folded
    /// It is seen, and the column before it is folded away.
    case afterFolded
  }

  /// Sets a column's width in characters, and whether it is folded away.
  ///
  /// It may come after the rows.
  public func setWidth(
    _ sheet: Sheet, column: Int, _ width: Double, folding: Folding = .none
  ) throws(WorkbookError) {
    let column = UInt16(column)
    var options = lxw_row_col_options()
    options.hidden = folding == .folded ? 1 : 0
    options.level = folding == .folded ? 1 : 0
    options.collapsed = folding == .afterFolded ? 1 : 0
    try check(
      unsafe worksheet_set_column_opt(
        sheets[sheet.index].pointer, column, column, width, nil, &options),
      sheet, Int(column))
  }

  /// Tells Excel not to mark codes such as `00123` as numbers stored as text.
  public func allowNumbersAsText(_ sheet: Sheet) throws(WorkbookError) {
    try check(
      unsafe worksheet_ignore_errors(
        sheets[sheet.index].pointer, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue),
        "A1:XFD1048576"),
      sheet, 0)
  }

  /// Hides the lines between the cells, for a sheet that is read like a page.
  public func hideGridlines(_ sheet: Sheet) {
    unsafe worksheet_gridlines(
      sheets[sheet.index].pointer, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
  }
}

/// How a sheet is printed: always A4 and landscape, as many pages wide as its type needs to be read.
public struct PageSetup: Hashable, Sendable {
  /// The footer on the left; the page's number stands on the right.
  public var footer: String
  /// The row that is repeated on every page, from 0; nil for none.
  public var headerRow: Int?
  /// The columns that are repeated on every page, for a sheet of more than one page wide.
  public var repeatedColumns: ClosedRange<Int>?
  /// How many pages the sheet is wide.
  public var pagesWide: Int

  /// A print set-up.
  public init(
    footer: String, headerRow: Int? = nil, repeatedColumns: ClosedRange<Int>? = nil,
    pagesWide: Int = 1
  ) {
    self.footer = footer
    self.headerRow = headerRow
    self.repeatedColumns = repeatedColumns
    self.pagesWide = pagesWide
  }
}
