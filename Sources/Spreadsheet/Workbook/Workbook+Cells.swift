import CLibXLSXWriter

extension Workbook {
  /// Goes to the next row of a sheet in memory, downwards only, and gives its place from 0.
  ///
  /// A height in points is for a row whose text wraps; nil is the usual one.
  @discardableResult
  public mutating func nextRow(
    _ sheet: Sheet, height: Double? = nil
  ) throws(WorkbookError) -> Int {
    sheets[sheet.index].row += 1
    let state = sheets[sheet.index]
    if let height {
      try check(unsafe worksheet_set_row(state.pointer, UInt32(state.row), height, nil), sheet, 0)
    }
    return state.row
  }

  /// Makes the current row high enough for a number of lines, at most as high as Excel allows.
  public func setLines(_ sheet: Sheet, _ lines: Int) throws(WorkbookError) {
    let state = sheets[sheet.index]
    try check(
      unsafe worksheet_set_row(
        state.pointer, UInt32(state.row), Self.height(lines: lines), nil),
      sheet, 0)
  }

  /// The height in points of a row of a number of lines.
  static func height(lines: Int) -> Double { min(Double(lines) * 15, 409) }

  /// Writes text into the current row: always text, whatever it looks like.
  ///
  /// Of more than 32,767 UTF-16 units, which a cell cannot hold, the rest is visibly cut off.
  public mutating func write(
    text: String, _ sheet: Sheet, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    guard !text.isEmpty else { return try writeBlank(sheet, column: column, format: format) }
    let state = sheets[sheet.index]
    let look = unsafe formatPointers[format]
    var text = text
    let code = text.withUTF8 { bytes in
      let code = unsafe write(bytes, limit: CellText.limit, state, column, look)
      guard code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED else { return code }
      // The library counts an escape as what it is written with, which is seven characters at most.
      return unsafe write(bytes, limit: CellText.limit / 7, state, column, look)
    }
    try check(code, sheet, column)
  }

  /// Writes text of at most a number of UTF-16 units.
  private func write(
    _ text: UnsafeBufferPointer<UInt8>, limit: Int, _ state: SheetState, _ column: Int,
    _ look: UnsafeMutablePointer<lxw_format>?
  ) -> lxw_error {
    let shown = unsafe CellText.shownLength(text, limit: limit)
    var cell = ByteBuffer(capacity: shown + CellText.cut.utf8.count + 1)
    unsafe CellText.append(
      UnsafeBufferPointer(rebasing: text[..<shown]), isXML: false, to: &cell)
    if shown < text.count { cell.append(text: CellText.cut) }
    cell.append(0)
    return unsafe worksheet_write_string(
      state.pointer, UInt32(state.row), UInt16(column),
      cell.bytes.assumingMemoryBound(to: CChar.self).baseAddress, look)
  }

  /// Writes the number nearest to `value` divided by ten to the power of `scale`.
  public mutating func write(
    number value: Int128, scale: Int, _ sheet: Sheet, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    try write(serial: NearestDouble.of(value, scale: scale), sheet, column: column, format: format)
  }

  /// Writes a finite number as it is, for example a date of `DateSerial`.
  public mutating func write(
    serial: Double, _ sheet: Sheet, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    guard serial.isFinite else { throw error(LXW_ERROR_PARAMETER_VALIDATION, sheet, column) }
    let state = sheets[sheet.index]
    try check(
      unsafe worksheet_write_number(
        state.pointer, UInt32(state.row), UInt16(column), serial, formatPointers[format]),
      sheet, column)
  }

  /// Writes a truth value.
  public mutating func write(
    boolean: Bool, _ sheet: Sheet, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    let state = sheets[sheet.index]
    try check(
      unsafe worksheet_write_boolean(
        state.pointer, UInt32(state.row), UInt16(column), boolean ? 1 : 0, formatPointers[format]),
      sheet, column)
  }

  /// Writes a formula, without its `=`, with the number that a preview shows for it.
  public mutating func write(
    formula: String, value: Int128, scale: Int, _ sheet: Sheet, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    let state = sheets[sheet.index]
    try check(
      unsafe worksheet_write_formula_num(
        state.pointer, UInt32(state.row), UInt16(column), "=" + formula, formatPointers[format],
        NearestDouble.of(value, scale: scale)),
      sheet, column)
  }

  /// Writes an empty cell that has a look; nothing without one.
  public mutating func writeBlank(
    _ sheet: Sheet, column: Int, format: Format?
  ) throws(WorkbookError) {
    guard let format else { return }
    let state = sheets[sheet.index]
    try check(
      unsafe worksheet_write_blank(
        state.pointer, UInt32(state.row), UInt16(column), formatPointers[format]),
      sheet, column)
  }

  func check(_ code: lxw_error, _ sheet: Sheet, _ column: Int) throws(WorkbookError) {
    guard code == LXW_NO_ERROR else { throw error(code, sheet, column) }
  }

  private func error(_ code: lxw_error, _ sheet: Sheet, _ column: Int) -> WorkbookError {
    let state = sheets[sheet.index]
    return WorkbookError(
      path: path, sheet: state.name,
      cell: CellReference.cell(row: max(state.row, 0), column: column), code: code,
      action: "write the cell")
  }
}
