import CLibXLSXWriter

extension Workbook {
  /// The most links that a sheet can have.
  public static var mostLinks: Int { 65_530 }

  /// Makes a cell a link to a cell or range of this workbook, such as `'Detail'!B7`.
  ///
  /// The cell itself, with its look, is written as any other. Links come in any order, each cell once.
  public mutating func link(
    _ sheet: Sheet, row: Int, column: Int, to location: String
  ) throws(WorkbookError) {
    let cell = CellReference.cell(row: row, column: column)
    guard sheets[sheet.index].linkCount < Self.mostLinks else {
      throw WorkbookError(
        path: path, sheet: sheets[sheet.index].name, cell: cell,
        code: LXW_ERROR_WORKSHEET_MAX_NUMBER_URLS_EXCEEDED, action: "link the cell")
    }
    let escaped = location.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    sheets[sheet.index].links += "<hyperlink ref=\"\(cell)\" location=\"\(escaped)\"/>".utf8
    sheets[sheet.index].linkCount += 1
  }
}
