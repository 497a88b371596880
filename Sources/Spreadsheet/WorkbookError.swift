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
  /// What is wrong.
  public var reason: String

  /// An error of a workbook, a sheet or a cell.
  public init(
    path: String, sheet: String? = nil, cell: String? = nil, code: Int32, isSystem: Bool = false,
    reason: String
  ) {
    self.path = path
    self.sheet = sheet
    self.cell = cell
    self.code = code
    self.isSystem = isSystem
    self.reason = reason
  }
}

extension WorkbookError: CustomStringConvertible {
  /// One line without any value of a cell.
  public var description: String {
    var place = path
    if let sheet { place += ", sheet \(sheet)" }
    if let cell { place += ", cell \(cell)" }
    return "\(place): \(reason) (\(isSystem ? "errno" : "xlsx error") \(code))"
  }
}
