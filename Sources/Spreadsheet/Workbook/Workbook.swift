import CLibXLSXWriter
import Files

/// An XLSX file being written, sheet by sheet and row by row.
///
/// libxlsxwriter writes everything that describes the workbook, and the sheets that are read like a
/// page, which lie in memory. The rows of tables go a way of their own, `SheetRows`, ten times as fast;
/// `close()` puts both together. Letting go of the workbook before that removes its file and leaves
/// nothing open. It belongs to one thread.
public struct Workbook: ~Copyable {
  /// The path it is written at.
  public let path: String

  let handle: WorkbookHandle
  var sheets: [SheetState] = []
  var formats: [CellFormat: Format] = [:]
  var formatPointers = FormatPointers()
  private let file: DiskFile
  private let compression: Compression

  /// Creates the file; one that is there is an error.
  public init(path: String, properties: DocumentProperties) throws(WorkbookError) {
    try self.init(path: path, properties: properties, compression: .best)
  }

  /// Creates the file, to be compressed by a library of choice.
  init(
    path: String, properties: DocumentProperties, compression: Compression
  ) throws(WorkbookError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    // Created at once: a folder that cannot be written is known before the first row.
    let file = try DiskFile(path, action: "create the workbook")
    let handle = try WorkbookHandle(
      path: Self.skeleton(path), temporaryFolder: folder.isEmpty ? "/" : folder)
    let code = handle.set(properties)
    guard code == LXW_NO_ERROR else {
      throw WorkbookError(path: path, code: code, action: "set the properties")
    }
    self.path = path
    self.handle = handle
    self.file = file
    self.compression = compression
  }

  /// Adds a sheet after the others, to be read like a page: it is kept in memory.
  ///
  /// The name must be valid, as `SheetName` makes it.
  public mutating func addSheet(_ name: String) throws(WorkbookError) -> Sheet {
    try add(name, rows: nil)
  }

  /// Adds a sheet after the others for the rows of a table, of which none is kept in memory.
  ///
  /// `above` is the number of rows above it that are written at the end. The name must be valid, as
  /// `SheetName` makes it.
  public mutating func addTable(
    _ name: String, above: Int = 0
  ) throws(WorkbookError) -> SheetRows {
    let rows = try SheetRows(
      sheet: Sheet(index: sheets.count), name: name, path: path, compression: compression,
      above: above)
    _ = try add(name, rows: rows)
    return rows
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
    var rows: [String: [SheetRows]] = [:]
    var links: [String: [UInt8]] = [:]
    for (index, sheet) in sheets.enumerated() {
      if sheet.linkCount > 0 { links["xl/worksheets/sheet\(index + 1).xml"] = sheet.links }
      guard let found = sheet.rows else { continue }
      let runs = [found.above, found].compactMap(\.self)
      for run in runs { try run.end() }
      let last = found.lastCell
      unsafe lxwshim_set_last_cell(sheet.pointer, UInt32(last.row), UInt16(last.column))
      rows["xl/worksheets/sheet\(index + 1).xml"] = runs
    }
    let path = path
    let file = file
    let compression = compression
    let skeleton = Self.skeleton(path)
    // The library does not notice when its own temporary copy of a part does not fit the disk. So
    // there must be room before, and every part must be there in full after: the largest has some
    // hundred kilobytes.
    let lack = unsafe lxwshim_try_space(path + ".room", 1 << 20)
    guard lack == 0 else {
      throw WorkbookError(path: path, errno: lack, action: "make room for the workbook")
    }
    let code = handle.close()
    defer { DiskFile.remove(skeleton) }
    guard code == LXW_NO_ERROR else {
      throw WorkbookError(path: path, code: code, action: "write the workbook")
    }
    let archive = try ZipArchive(try DiskFile.contents(of: skeleton), path: path)
    try WorkbookPackage.write(
      archive, rows: rows, links: links, compression: compression, to: file, path: path)
    try file.keep()
  }

  /// Where the library writes what it knows of the workbook.
  private static func skeleton(_ path: String) -> String { path + ".parts" }

  private mutating func add(_ name: String, rows: SheetRows?) throws(WorkbookError) -> Sheet {
    guard let pointer = unsafe workbook_add_worksheet(handle.pointer, name) else {
      let code = unsafe workbook_validate_sheet_name(handle.pointer, name)
      throw WorkbookError(path: path, sheet: name, code: code, action: "add the sheet")
    }
    sheets.append(unsafe SheetState(name: name, pointer: pointer, rows: rows))
    return Sheet(index: sheets.count - 1)
  }
}

/// What a workbook says about itself in its properties.
public struct DocumentProperties: Hashable, Sendable {
  /// The title.
  public var title: String
  /// What it is about.
  public var subject: String
  /// Who made it.
  public var author: String
  /// A remark.
  public var comments: String
  /// When it counts as made, in seconds since 1970.
  ///
  /// Given, not taken from a clock: the same content gives the same bytes.
  public var created: Int

  /// The properties of a workbook.
  public init(title: String, subject: String, author: String, comments: String, created: Int) {
    self.title = title
    self.subject = subject
    self.author = author
    self.comments = comments
    self.created = created
  }
}
