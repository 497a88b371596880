public import Hummingbird

/// What is known about a request while it is answered.
public struct SiteContext: RequestContext {
  /// What the web framework keeps.
  public var coreContext: CoreRequestContextStorage
  /// Who asks, once the request has proved it; a route takes it with ``viewer(with:)``.
  var viewer: Viewer?
  /// The address at the other end of the connection, a proxy's perhaps; nil without a network.
  let peer: String?
  /// Whether the route has said whom it answers.
  let gate = RouteGate()

  /// The context of a new request.
  public init(source: Source) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }
}
