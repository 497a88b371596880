import CLibXLSXWriter
import Files

/// Why a workbook could not be written.
public struct WorkbookError: Error, Hashable, Sendable {
  /// The workbook's path.
  public var path: String
  /// The sheet's name; nil when it concerns the whole file.
  public var sheet: String?
  /// The cell such as `B7`; nil when it concerns the whole sheet.
  public var cell: String?
  /// The library's error number, or the operating system's when `isSystem`.
  public var code: Int32
  /// Whether `code` is the operating system's.
  public var isSystem: Bool
  /// What could not be done.
  public var action: String
  /// What the library or the operating system says about `code`.
  public var reason: String

  /// Whether a file could not be written, on a full disk for example; false for content that a
  /// workbook cannot hold.
  public var isCannotWrite: Bool {
    // From "creating the file" to "closing the ZIP": what the library says when a write failed.
    isSystem
      || (Int32(LXW_ERROR_CREATING_XLSX_FILE.rawValue)...Int32(LXW_ERROR_ZIP_CLOSE.rawValue))
        .contains(code)
  }

  init(
    path: String, sheet: String? = nil, cell: String? = nil, code: lxw_error, action: String
  ) {
    self.path = path
    self.sheet = sheet
    self.cell = cell
    self.code = Int32(code.rawValue)
    isSystem = false
    self.action = action
    let words = unsafe lxw_strerror(code)
    reason = unsafe words.map { unsafe String(cString: $0) } ?? "unknown"
  }

  init(path: String, sheet: String? = nil, errno code: Int32, action: String) {
    self.path = path
    self.sheet = sheet
    cell = nil
    self.code = code
    isSystem = true
    self.action = action
    reason = SystemError.reason(of: code)
  }
}

extension WorkbookError: CustomStringConvertible {
  /// One line without any value of a cell.
  public var description: String {
    var place = path
    if let sheet { place += ", sheet \(sheet)" }
    if let cell { place += ", cell \(cell)" }
    return "cannot \(action) (\(place)): \(reason) (\(isSystem ? "errno" : "xlsx error") \(code))"
  }
}
