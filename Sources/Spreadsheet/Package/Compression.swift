import CZlib

/// The compression libraries that this program was built with.
enum Compression: CaseIterable {
  #if canImport(CISAL)
  /// Intel's ISA-L, on the processors that it is written for.
  case isal
  #endif
  /// zlib, which is everywhere.
  case zlib

  /// The fastest one.
  static let best = allCases[0]

  /// A compressor of its own for one stream.
  func compressor() throws(PieceCompressionError) -> any PieceCompressor {
    switch self {
    #if canImport(CISAL)
    case .isal: try ISALCompressor()
    #endif
    case .zlib: ZlibCompressor()
    }
  }
}

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

/// Compresses with zlib, which is everywhere.
final class ZlibCompressor: PieceCompressor {
  /// Level 1: three times as fast as the usual 6, for files a quarter larger.
  private static let level: Int32 = 1

  func compress(
    _ piece: UnsafeRawBufferPointer, isLast: Bool, to bytes: inout ByteBuffer
  ) throws(PieceCompressionError) {
    try unsafe fill(&bytes, atLeast: piece.count) { output, capacity in
      unsafe zshim_deflate(
        piece.baseAddress, UInt32(piece.count), Self.level, isLast ? 1 : 0, output, capacity)
    }
  }

  func checksum(_ piece: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(
      truncatingIfNeeded: unsafe crc32_z(
        0, piece.baseAddress?.assumingMemoryBound(to: UInt8.self), piece.count))
  }
}
