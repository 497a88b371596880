import Crypto
import Files
import Values

/// Size and SHA-256 of a file, read once as a stream; for CSV also its records.
struct FileDigest: Equatable {
  /// The size in bytes.
  var bytes: Int
  /// `sha256:` and 64 hexadecimal digits.
  var hash: String
  /// The records after the header; nil when not asked for.
  var rows: Int?

  /// Reads a file.
  ///
  /// `syncing` also brings it to the disk, which saves opening it twice.
  init(_ path: String, countingRows: Bool = false, syncing: Bool = false) throws(PublishingError) {
    let file = try OpenFile(path, for: .reading)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var sha = SHA256()
    var records = CSVRecordCount()
    bytes = 0
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { break }
      bytes += count
      sha.update(data: buffer[..<count])
      if countingRows { records.read(buffer[..<count]) }
    }
    if syncing { try file.sync() }
    hash = "sha256:" + HexDigits.text(sha.finalize())
    rows = countingRows ? max(0, records.count - 1) : nil
  }
}

/// The hash by which files are named in manifests.
package enum ContentHash {
  /// `sha256:` and 64 hexadecimal digits.
  package static func sha256(_ bytes: [UInt8]) -> String {
    "sha256:" + HexDigits.text(SHA256.hash(data: bytes))
  }

  /// The same of a long text that comes in pieces.
  package static func sha256(of pieces: some Sequence<String>) -> String {
    var hash = SHA256()
    for piece in pieces { hash.update(data: Array(piece.utf8)) }
    return "sha256:" + HexDigits.text(hash.finalize())
  }
}
