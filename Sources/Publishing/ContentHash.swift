import Crypto

/// The hash by which files are named in manifests.
public enum ContentHash {
  /// `sha256:` and 64 hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    "sha256:" + HexDigits.text(SHA256.hash(data: bytes))
  }
}
