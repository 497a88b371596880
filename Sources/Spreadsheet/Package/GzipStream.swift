/// A gzip stream (RFC 1952), made piece by piece by the library that compresses workbooks.
///
/// Who has all pieces put together, in order and with the end, has the whole stream.
public final class GzipStream {
  private let compressor: any PieceCompressor
  private var extent = StreamExtent()
  private var isBegun = false

  /// A stream without content yet; throws when the library has no memory.
  public init() throws {
    compressor = try Compression.best.compressor()
  }

  /// What a piece of the content becomes.
  public func compress(_ piece: [UInt8]) throws -> [UInt8] {
    guard !piece.isEmpty else { return begin() }
    var buffer = ByteBuffer()
    let checksum = try unsafe piece.withUnsafeBytes { bytes in
      try unsafe compressor.compress(bytes, isLast: false, to: &buffer)
      return unsafe compressor.checksum(bytes)
    }
    extent.append(StreamExtent(size: Int64(piece.count), compressedSize: 0, checksum: checksum))
    return unsafe begin() + Array(buffer.bytes)
  }

  /// What comes after the last piece.
  public func end() -> [UInt8] {
    var bytes = begin()
    // A last block of DEFLATE without content: the pieces before it end at the edge of a byte.
    bytes += [0x03, 0x00]
    for word in [extent.checksum, UInt32(truncatingIfNeeded: extent.size)] {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes
  }

  /// The head of the stream, once: DEFLATE, without a name or a time.
  private func begin() -> [UInt8] {
    guard !isBegun else { return [] }
    isBegun = true
    return [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF]
  }
}
