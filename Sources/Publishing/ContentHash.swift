import Crypto
import Values

/// The hash by which files are named in manifests.
public enum ContentHash {
  /// `sha256:` and 64 hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    "sha256:" + HexDigits.text(SHA256.hash(data: bytes))
  }

  /// The same of a long text that comes in pieces.
  public static func sha256(of pieces: some Sequence<String>) -> String {
    var hash = SHA256()
    for piece in pieces { hash.update(data: Array(piece.utf8)) }
    return "sha256:" + HexDigits.text(hash.finalize())
  }
}
