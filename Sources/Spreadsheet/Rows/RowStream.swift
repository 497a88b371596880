import Files
import Glibc

/// The XML of one sheet's rows, compressed as it comes.
///
/// Short ones stay in memory. Others lie compressed in a file without a name beside the workbook.
struct RowStream: ~Copyable {
  /// What has come so far.
  private(set) var extent = StreamExtent()
  private let path: String
  private let compressor: any PieceCompressor
  private var waiting = ByteBuffer(capacity: 1 << 16)
  private var file: DiskFile?

  private static let writeSize = 1 << 18

  /// The path is the workbook's with the sheet's part of it.
  init(path: String, compression: Compression) throws(WorkbookError) {
    self.path = path
    do { compressor = try compression.compressor() } catch { throw Self.refusal(path) }
  }

  /// Compresses a piece of at least one byte.
  mutating func append(_ piece: UnsafeRawBufferPointer) throws(WorkbookError) {
    let before = waiting.count
    do {
      try unsafe compressor.compress(piece, isLast: false, to: &waiting)
    } catch {
      throw Self.refusal(path)
    }
    extent.append(
      StreamExtent(
        size: Int64(piece.count), compressedSize: Int64(waiting.count - before),
        checksum: unsafe compressor.checksum(piece)))
    guard waiting.count >= Self.writeSize else { return }
    let file: DiskFile
    if let open = self.file {
      file = open
    } else {
      file = try DiskFile(path, action: "keep the rows")
      file.hide()
      self.file = file
    }
    try unsafe file.write(waiting.bytes)
    waiting.removeAll()
  }

  /// Adds everything to a file, as it is.
  func copy(to target: DiskFile) throws(WorkbookError) {
    if let file { try target.append(file) }
    try unsafe target.write(waiting.bytes)
  }

  static func refusal(_ path: String) -> WorkbookError {
    WorkbookError(path: path, errno: ENOMEM, action: "compress the rows")
  }
}
