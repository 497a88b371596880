/// Compresses a stream of raw DEFLATE (RFC 1951) piece by piece.
///
/// Each piece is compressed for itself and ends at the edge of a byte, so pieces may be put one after
/// the other, and carried from file to file, without being read again.
protocol PieceCompressor: AnyObject {
  /// Adds a piece compressed; the last one ends the stream.
  ///
  /// A piece has at least one byte and less than 1 GB.
  func compress(
    _ piece: UnsafeRawBufferPointer, isLast: Bool, to bytes: inout ByteBuffer
  ) throws(PieceCompressionError)

  /// The CRC-32 of a piece.
  func checksum(_ piece: UnsafeRawBufferPointer) -> UInt32
}

/// A compression library that refuses its work: no memory, most likely.
struct PieceCompressionError: Error {}

extension PieceCompressor {
  /// Gives a function more and more room until it does not answer -1.
  func fill(
    _ bytes: inout ByteBuffer, atLeast size: Int,
    _ body: (UnsafeMutableRawPointer, UInt32) -> Int64
  ) throws(PieceCompressionError) {
    var room = size + size / 8 + 1_024
    while room <= UInt32.max {
      let written = unsafe bytes.append(upTo: room) { unsafe body($0, UInt32(room)) }
      if written >= 0 { return }
      guard written == -1 else { break }
      room *= 2
    }
    throw PieceCompressionError()
  }
}
