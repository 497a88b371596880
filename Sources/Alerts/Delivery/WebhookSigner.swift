import Crypto
import Foundation

/// Signs what is sent, as the Standard Webhooks specification says (v1, symmetric): HMAC-SHA256 of
/// `id.timestamp.body` over the exact bytes.
struct WebhookSigner: Sendable {
  private let keys: [SymmetricKey]

  /// A signer with one secret, or with several while they are being changed.
  ///
  /// A secret is `whsec_` and 24 to 64 bytes in base64.
  init(_ secrets: [Secret]) throws(AlertError) {
    var keys: [SymmetricKey] = []
    for secret in secrets {
      let text = secret.text.hasPrefix("whsec_") ? secret.text.dropFirst(6) : secret.text[...]
      guard let bytes = Data(base64Encoded: String(text)), (24...64).contains(bytes.count) else {
        throw .configuration(
          "invalid signing secret: expected 'whsec_' and 24 to 64 bytes in base64; make one with"
            + " 'echo whsec_$(openssl rand -base64 32)'")
      }
      keys.append(SymmetricKey(data: bytes))
    }
    self.keys = keys
  }

  /// The value of `webhook-signature`: one signature for each secret; nil without secrets.
  func signature(id: String, timestamp: Int64, body: [UInt8]) -> String? {
    guard !keys.isEmpty else { return nil }
    let signed = Array("\(id).\(timestamp).".utf8) + body
    return keys.map { key in
      let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
      return "v1,\(Data(code).base64EncodedString())"
    }.joined(separator: " ")
  }
}
