import Hummingbird

/// One way to prove who asks.
protocol Authenticator: Sendable {
  /// Who asks; nil when the request does not try this way. Throws 401 for a proof that is wrong.
  func viewer(of request: Request, context: SiteContext) async throws -> Viewer?
}
