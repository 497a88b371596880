public import Files
public import Spreadsheet

/// Why a report's files could not be written.
public enum ReportWriteError: Error, Hashable, Sendable {
  /// A call of the operating system failed on a file.
  case file(operation: String, path: String, errno: Int32)
  /// The workbook could not be written.
  case workbook(WorkbookError)
  /// A row has more or fewer cells than its table has columns. Rows count from 1.
  case cellCount(table: String, row: Int, expected: Int, found: Int)
  /// A cell's value is not of its column's type. Rows count from 1.
  case cellType(table: String, column: String, row: Int)
  /// A text is not UTF-8. Rows count from 1.
  case notUTF8(table: String, row: Int)
  /// A sum has more digits than 128 bits hold.
  case totalTooLarge(table: String, column: String)
  /// A call came out of order, or a table of the report was left out.
  case outOfOrder(String)
}

extension ReportWriteError {
  /// Whether the file system refused: no space, no right, no such folder.
  public var isCannotWrite: Bool {
    switch self {
    case .file: true
    case .workbook(let error): error.isCannotWrite
    case .cellCount, .cellType, .notUTF8, .totalTooLarge, .outOfOrder: false
    }
  }
}

extension ReportWriteError: FileFailure {
  /// A call of the operating system failed on a file.
  public init(_ number: Int32, action: String, path: String) {
    self = .file(operation: action, path: path, errno: number)
  }
}

extension ReportWriteError: CustomStringConvertible {
  /// One line without any value of a row.
  public var description: String {
    switch self {
    case .file(let operation, let path, let errno):
      "cannot \(operation) \(path): \(SystemError.reason(of: errno)) (errno \(errno))"
    case .workbook(let error):
      error.description
    case .cellCount(let table, let row, let expected, let found):
      "table \(table), row \(row): \(found) cells for \(expected) columns"
    case .cellType(let table, let column, let row):
      "table \(table), row \(row): the value is not of the type of column \(column)"
    case .notUTF8(let table, let row):
      "table \(table), row \(row): a text is not valid UTF-8"
    case .totalTooLarge(let table, let column):
      "table \(table): the total of column \(column) has too many digits"
    case .outOfOrder(let what):
      "the writers were called out of order: \(what)"
    }
  }
}
