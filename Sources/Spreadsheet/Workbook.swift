import CLibXLSXWriter

/// An XLSX file being written, sheet by sheet and row by row.
///
/// A streamed sheet keeps one row in memory and the others in a temporary file beside the workbook;
/// several may be open at once. The file is complete after `close()`. Letting go of the workbook
/// before that removes it and leaves nothing open. It belongs to one thread.
public struct Workbook: ~Copyable {
  /// The path it is written at.
  public let path: String

  let handle: WorkbookHandle
  var sheets: [SheetState] = []
  var formats: [CellFormat: Format] = [:]
  var formatPointers = FormatPointers()
  var text = CellString()

  /// Creates the file; one that is there is an error.
  public init(path: String, properties: DocumentProperties) throws(WorkbookError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    // Created at once: a folder that cannot be written is known before the first row.
    try Self.createEmpty(path)
    let handle = try WorkbookHandle(path: path, temporaryFolder: folder.isEmpty ? "/" : folder)
    let code = handle.set(properties)
    guard code == LXW_NO_ERROR else {
      throw WorkbookError(path: path, code: code, action: "set the properties")
    }
    self.path = path
    self.handle = handle
  }

  /// Adds a sheet after the others.
  ///
  /// The name must be valid, as `SheetName` makes it.
  public mutating func addSheet(_ name: String, streamed: Bool) throws(WorkbookError) -> Sheet {
    unsafe lxwshim_stream_next_sheets(handle.pointer, streamed ? 1 : 0)
    guard let pointer = unsafe workbook_add_worksheet(handle.pointer, name) else {
      let code = unsafe workbook_validate_sheet_name(handle.pointer, name)
      throw WorkbookError(path: path, sheet: name, code: code, action: "add the sheet")
    }
    sheets.append(unsafe SheetState(name: name, pointer: pointer, isStreamed: streamed))
    return Sheet(index: sheets.count - 1)
  }

  /// The names of all sheets, in order.
  public var sheetNames: [String] { sheets.map(\.name) }

  /// The sheet's name.
  public func name(of sheet: Sheet) -> String { sheets[sheet.index].name }

  /// Gives a cell or a range a name that formulas can use.
  public func define(_ name: String, as formula: String) throws(WorkbookError) {
    let code = unsafe workbook_define_name(handle.pointer, name, "=" + formula)
    guard code == LXW_NO_ERROR else {
      throw WorkbookError(path: path, code: code, action: "define the name \(name)")
    }
  }

  /// Completes the file.
  ///
  /// It is written, not yet synced to the disk; on an error it is gone.
  public consuming func close() throws(WorkbookError) {
    var streamed: [String: Int64] = [:]
    for (index, sheet) in sheets.enumerated() {
      let bytes = try sheet.flush(path: path)
      if sheet.isStreamed { streamed["xl/worksheets/sheet\(index + 1).xml"] = bytes }
    }
    let largest = streamed.values.max() ?? 0
    if largest > 3 << 30 { unsafe lxwshim_use_zip64(handle.pointer) }
    // The library does not notice when its own temporary copy of a sheet does not fit the disk. So
    // there must be room before, and every sheet must be there in full after.
    let room = largest + streamed.values.reduce(0, +) / 4 + 262_144
    let lack = unsafe lxwshim_try_space(path + ".room", room)
    guard lack == 0 else {
      throw WorkbookError(path: path, errno: lack, action: "make room for the workbook")
    }
    let path = path
    let code = handle.close()
    do throws(WorkbookError) {
      guard code == LXW_NO_ERROR else {
        throw WorkbookError(path: path, code: code, action: "write the workbook")
      }
      try ZipDirectory.check(path, holds: streamed)
    } catch {
      Self.remove(path)
      throw error
    }
  }
}
