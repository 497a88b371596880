import Files

/// A ZIP archive of files, compressed by the library that compresses workbooks.
///
/// Files of any size are taken piece by piece; the same files in the same order give the same bytes.
/// What is not finished leaves nothing.
public struct FileArchive: ~Copyable {
  private let file: DiskFile
  private var zip: ZipWriter
  /// A last block of DEFLATE without content: the pieces before it end at the edge of a byte.
  private static let end: [UInt8] = [0x03, 0x00]

  /// An archive in a new file.
  public init(path: String) throws(WorkbookError) {
    file = try DiskFile(path, isPrivate: true, action: "write")
    zip = ZipWriter(file)
  }

  /// Adds a file, whose bytes come piece by piece until a piece is empty.
  public mutating func add(_ name: String, _ next: () throws -> [UInt8]) throws {
    var stream = try RowStream(path: "\(file.path).part", compression: .best)
    while true {
      let piece = try next()
      guard !piece.isEmpty else { break }
      try unsafe piece.withUnsafeBytes { try unsafe stream.append($0) }
    }
    var extent = stream.extent
    extent.append(StreamExtent(compressedSize: Int64(Self.end.count)))
    try write(stream, name, extent)
  }

  /// Adds a short file.
  public mutating func add(_ name: String, text: String) throws {
    var left = Array(text.utf8)
    try add(name) {
      defer { left = [] }
      return left
    }
  }

  private mutating func write(
    _ stream: borrowing RowStream, _ name: String, _ extent: StreamExtent
  ) throws(WorkbookError) {
    try zip.add(name, extent) { file throws(WorkbookError) in
      try stream.copy(to: file)
      try file.write(Self.end)
    }
  }

  /// Writes the table of contents; from now on the file stays.
  public consuming func finish() throws(WorkbookError) {
    try zip.finish()
    try file.keep()
  }
}
