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
