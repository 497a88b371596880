import Foundation
import JWTKit

/// What a token says: who issued it, for whom, until when, and every list of words in it.
struct TokenClaims: JWTPayload {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) { nil }
  }

  let issuer: String?
  let subject: String?
  let audience: [String]
  let expires: Double?
  let notBefore: Double?
  /// Claims that are a list of texts, or one text with spaces, by name.
  let words: [String: [String]]
  /// The names of all claims.
  let names: Set<String>

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var words: [String: [String]] = [:]
    for key in container.allKeys {
      if let list = try? container.decode([String].self, forKey: key) {
        words[key.stringValue] = list
      } else if let text = try? container.decode(String.self, forKey: key) {
        words[key.stringValue] = text.split(separator: " ").map(String.init)
      }
    }
    self.words = words
    names = Set(container.allKeys.map(\.stringValue))
    func text(_ name: String) -> String? {
      try? container.decode(String.self, forKey: Key(stringValue: name))
    }
    func number(_ name: String) -> Double? {
      try? container.decode(Double.self, forKey: Key(stringValue: name))
    }
    issuer = text("iss")
    subject = text("sub")
    audience = text("aud").map { [$0] } ?? words["aud"] ?? []
    expires = number("exp")
    notBefore = number("nbf")
  }

  /// Not used: tokens are read here, never made.
  func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(
      self, .init(codingPath: [], debugDescription: "a token is only read"))
  }

  /// The signature is checked by the library, the rest by ``TokenAuthenticator``.
  func verify(using algorithm: some JWTAlgorithm) {}
}
