import CLibXLSXWriter

extension Workbook {
  /// Sets how a sheet is printed.
  public func setPage(_ sheet: Sheet, _ page: PageSetup) throws(WorkbookError) {
    let pointer = unsafe sheets[sheet.index].pointer
    unsafe worksheet_set_landscape(pointer)
    unsafe worksheet_set_paper(pointer, 9)
    unsafe worksheet_fit_to_pages(pointer, 1, 0)
    unsafe worksheet_set_margins(pointer, 0.4, 0.4, 0.5, 0.6)
    if let row = page.headerRow.map(UInt32.init) {
      try check(unsafe worksheet_repeat_rows(pointer, row, row), sheet, 0)
    }
    // `&` begins a code in a footer, and 255 characters are all it takes.
    let words = CellText.plain(page.footer, atMost: 80).replacing("&", with: "&&")
    let footer = "&L&8\(words)&R&8Page &P of &N"
    try check(unsafe worksheet_set_footer(pointer, footer), sheet, 0)
  }

  /// Keeps the header, and what stands above it, in sight.
  public func freezeHeader(_ sheet: Sheet, row: Int = 0) {
    unsafe worksheet_freeze_panes(sheets[sheet.index].pointer, UInt32(row + 1), 0)
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

/// How a sheet is printed: always A4, landscape, one page wide.
public struct PageSetup: Hashable, Sendable {
  /// The footer on the left; the page's number stands on the right.
  public var footer: String
  /// The row that is repeated on every page, from 0; nil for none.
  public var headerRow: Int?

  /// A print set-up.
  public init(footer: String, headerRow: Int? = nil) {
    self.footer = footer
    self.headerRow = headerRow
  }
}
