public import Files
import Glibc

typealias DiskFile = NewFile<WorkbookError>

extension NewFile where Failure == WorkbookError {
  /// Adds bytes at its end.
  func write(_ bytes: UnsafeRawBufferPointer) throws(WorkbookError) {
    try write(unsafe Span<UInt8>(_unsafeElements: bytes.bindMemory(to: UInt8.self)))
  }

  /// Adds all of another file at its end.
  func append(_ other: DiskFile) throws(WorkbookError) {
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    var offset = 0
    while offset < other.length {
      let count = try other.read(into: &piece, at: offset)
      guard count > 0 else { throw WorkbookError(EIO, action: "read", path: path) }
      try write(piece.span.extracting(first: count))
      offset += count
    }
  }

  /// All bytes of a short file that someone else wrote.
  static func contents(of path: String) throws(WorkbookError) -> [UInt8] {
    try OpenFile<WorkbookError>(path, for: .reading).readAll()
  }

  /// Removes a file that someone else wrote.
  static func remove(_ path: String) {
    try? FileSystem<WorkbookError>.remove(path)
  }
}

extension WorkbookError: FileFailure {
  /// A call of the operating system failed on the workbook's file.
  public init(_ number: Int32, action: String, path: String) {
    let words = [
      "write": "write the workbook", "close": "close the workbook", "read": "read back the rows",
      "open": "read back the workbook",
    ]
    self.init(path: path, errno: number, action: words[action] ?? action)
  }
}
