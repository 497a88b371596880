import Crypto
import Foundation

/// Random text of more than 256 bits that may stand in a URL, a cookie or a form.
struct SecretToken: Hashable, Sendable {
  /// 43 letters, digits, `-` and `_`.
  let text: String

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

  /// A new one, from the system's generator of secrets.
  init() {
    var generator = SystemRandomNumberGenerator()
    text = String(
      (0..<43).map { _ in Self.letters[Int.random(in: 0..<64, using: &generator)] })
  }

  /// What a secret is remembered by, so that what is in memory signs nobody in.
  static func digest(of text: String) -> SHA256.Digest {
    SHA256.hash(data: Data(text.utf8))
  }
}
