import HTTPTypes

/// Names that the library of HTTP types does not have.
extension HTTPField.Name {
  static let referrerPolicy = named("Referrer-Policy")
  static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
  static let requestID = named("X-Request-Id")
  static let formToken = named("X-Form-Token")
  static let fetchSite = named("Sec-Fetch-Site")
  static let link = named("Link")
  static let idempotencyKey = named("Idempotency-Key")
  static let reprDigest = named("Repr-Digest")

  static func named(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("'\(text)' is no name") }
    return name
  }
}
