import CZlib

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
