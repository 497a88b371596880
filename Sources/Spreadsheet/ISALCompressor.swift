#if canImport(CISAL)
import CISAL

/// Compresses with Intel's ISA-L: ten times as fast as zlib's usual level, for files a fifth larger.
@safe
final class ISALCompressor: PieceCompressor {
  private let deflater: UnsafeMutablePointer<isalshim_deflater>

  init() throws(PieceCompressionError) {
    guard let created = unsafe isalshim_deflater_new() else { throw PieceCompressionError() }
    unsafe deflater = created
  }

  deinit {
    unsafe free(deflater)
  }

  func compress(
    _ piece: UnsafeRawBufferPointer, isLast: Bool, to bytes: inout ByteBuffer
  ) throws(PieceCompressionError) {
    try unsafe fill(&bytes, atLeast: piece.count) { output, capacity in
      unsafe isalshim_deflate(
        deflater, piece.baseAddress, UInt32(piece.count), isLast ? 1 : 0, output, capacity)
    }
  }

  func checksum(_ piece: UnsafeRawBufferPointer) -> UInt32 {
    unsafe crc32_gzip_refl(
      0, piece.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(piece.count))
  }
}
#endif
