import CLibXLSXWriter
import CZlib
import Files

/// The rows of a sheet, written from the top down and never kept: a sheet may have a million.
///
/// What is known only when they have ended, such as their totals, and still stands `above` them, has
/// rows of its own.
///
/// They belong to the thread of their workbook, and live no longer than it.
public final class SheetRows {
  /// The sheet, for its settings.
  public let sheet: Sheet
  /// The sheet's name.
  public let name: String
  /// The rows at the top that were left for later; nil when there are none.
  public let above: SheetRows?
  private let path: String
  /// Where these rows begin, and the first one that is not theirs.
  private let range: Range<Int>
  // Unchecked: no call into it comes back here, and the check for that at every cell is a tenth of
  // the time.
  @exclusivity(unchecked) private var xml: SheetXML
  private var stream: RowStream

  /// What is compressed at a time.
  private static let pieceSize = 1 << 18
  private static let mostRows = 1_048_576
  private static let mostColumns = 16_384

  /// The rows below a number of rows that are left for later.
  convenience init(
    sheet: Sheet, name: String, path: String, compression: Compression, above count: Int
  ) throws(WorkbookError) {
    let above =
      count > 0
      ? try SheetRows(
        0..<count, sheet: sheet, name: name, path: path, compression: compression, above: nil)
      : nil
    try self.init(
      count..<Self.mostRows, sheet: sheet, name: name, path: path, compression: compression,
      above: above)
  }

  private init(
    _ range: Range<Int>, sheet: Sheet, name: String, path: String, compression: Compression,
    above: SheetRows?
  ) throws(WorkbookError) {
    self.range = range
    self.sheet = sheet
    self.name = name
    self.path = path
    self.above = above
    unsafe xml = SheetXML(from: range.lowerBound)
    stream = try RowStream(
      path: "\(path).rows\(sheet.index + 1)-\(range.lowerBound)", compression: compression)
  }

  /// How many texts were longer than a cell, and so are cut off.
  public private(set) var cutTexts = 0

  /// The row that cells are written to, from 0; before the first the one above it.
  public var row: Int { unsafe xml.row }

  /// Goes to the next row, and gives its place from 0.
  ///
  /// A height in points is for a row whose text wraps; nil is the usual one.
  @discardableResult
  public func nextRow(height: Double? = nil) throws(WorkbookError) -> Int {
    guard unsafe xml.row + 1 < range.upperBound else {
      throw error(LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE, 0)
    }
    if hasBegun { unsafe xml.endRow() }
    if unsafe xml.bytes.count >= Self.pieceSize { try send() }
    unsafe xml.beginRow()
    if let height { unsafe xml.setHeight(height) }
    return unsafe xml.row
  }

  /// Makes the current row high enough for a number of lines, at most as high as Excel allows.
  public func setLines(_ lines: Int) {
    unsafe xml.setHeight(Workbook.height(lines: lines))
  }

  /// Writes UTF-8 text: always text, whatever it looks like.
  ///
  /// Of more than 32,767 UTF-16 units, which a cell cannot hold, the rest is visibly cut off.
  public func write(
    text: Span<UInt8>, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    guard !text.isEmpty else { return try writeBlank(column: column, format: format) }
    try check(column)
    unsafe text.withUnsafeBufferPointer { bytes in
      let shown = unsafe CellText.shownLength(bytes)
      guard shown < bytes.count else {
        return unsafe xml.text(bytes, column: column, format: format)
      }
      cutTexts += 1
      let cut = unsafe Array(bytes[..<shown]) + CellText.cut.utf8
      unsafe cut.withUnsafeBufferPointer { unsafe xml.text($0, column: column, format: format) }
    }
  }

  /// Writes text.
  public func write(
    text: String, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    try write(text: Array(text.utf8).span, column: column, format: format)
  }

  /// Writes `value` divided by ten to the power of `scale`.
  public func write(
    number value: Int128, scale: Int, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    try check(column)
    unsafe xml.number(value, scale: scale, column: column, format: format)
  }

  /// Writes a finite number as it is, for example a date of `DateSerial`.
  public func write(
    serial: Double, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    try check(column)
    guard serial.isFinite else { throw error(LXW_ERROR_PARAMETER_VALIDATION, column) }
    unsafe xml.number(serial, column: column, format: format)
  }

  /// Writes a truth value.
  public func write(
    boolean: Bool, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    try check(column)
    unsafe xml.boolean(boolean, column: column, format: format)
  }

  /// Writes a formula, without its `=`, with the number that a preview shows for it.
  public func write(
    formula: String, value: Int128, scale: Int, column: Int, format: Format? = nil
  ) throws(WorkbookError) {
    try check(column)
    unsafe xml.formula(formula, value: value, scale: scale, column: column, format: format)
  }

  /// Writes an empty cell that has a look; nothing without one.
  public func writeBlank(column: Int, format: Format?) throws(WorkbookError) {
    try check(column)
    if let format { unsafe xml.blank(column: column, format: format) }
  }

  /// The last cell of the sheet, as its dimension names it.
  var lastCell: (row: Int, column: Int) {
    let above = above?.lastCell ?? (row: 0, column: 0)
    return hasBegun ? (row, unsafe max(xml.lastColumn, above.column)) : above
  }

  private var hasBegun: Bool { row >= range.lowerBound }

  /// How much the rows are, once they have ended.
  var extent: StreamExtent { stream.extent }

  /// Ends the last row and compresses what is left.
  func end() throws(WorkbookError) {
    if hasBegun { unsafe xml.endRow() }
    if unsafe xml.bytes.count > 0 { try send() }
  }

  /// Adds the rows to the package, as they are.
  func copy(to file: DiskFile) throws(WorkbookError) {
    try stream.copy(to: file)
  }

  private func send() throws(WorkbookError) {
    try unsafe stream.append(xml.bytes.bytes)
    unsafe xml.bytes.removeAll()
  }

  /// Cells come in order, from left to right.
  private func check(_ column: Int) throws(WorkbookError) {
    guard hasBegun, unsafe column > xml.column, column < Self.mostColumns else {
      throw error(LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE, column)
    }
  }

  private func error(_ code: lxw_error, _ column: Int) -> WorkbookError {
    WorkbookError(
      path: path, sheet: name, cell: CellReference.cell(row: max(row, 0), column: column),
      code: code, action: "write the cell")
  }
}

/// A sheet as its workbook keeps it.
///
/// The pointer lives as long as the workbook.
@safe
struct SheetState {
  let name: String
  let pointer: UnsafeMutablePointer<lxw_worksheet>
  /// The rows of a sheet that the library knows only by its settings.
  let rows: SheetRows?
  /// The row that cells are written to, from 0; -1 before the first.
  var row = -1
  /// The XML of its links, and how many they are.
  var links: [UInt8] = []
  var linkCount = 0

  init(name: String, pointer: UnsafeMutablePointer<lxw_worksheet>, rows: SheetRows?) {
    self.name = name
    unsafe self.pointer = pointer
    self.rows = rows
  }

  /// The last row that has cells, from 0.
  var lastRow: Int { rows?.row ?? row }
}

/// How much of a part of the package has been compressed, and its checksum.
struct StreamExtent: Equatable {
  /// Bytes before compression.
  var size: Int64 = 0
  /// Bytes after compression.
  var compressedSize: Int64 = 0
  /// CRC-32 of the bytes before compression.
  var checksum: UInt32 = 0

  /// Takes in what follows directly.
  mutating func append(_ next: StreamExtent) {
    checksum = UInt32(
      truncatingIfNeeded: crc32_combine(UInt(checksum), UInt(next.checksum), Int(next.size)))
    size += next.size
    compressedSize += next.compressedSize
  }
}
