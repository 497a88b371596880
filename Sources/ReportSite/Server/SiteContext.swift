package import Hummingbird
import NIOCore

/// What is known about a request while it is answered.
package struct SiteContext: RequestContext {
  /// What the web framework keeps.
  package var coreContext: CoreRequestContextStorage
  /// Who asks, once the request has proved it; a route takes it with ``viewer(with:)``.
  var viewer: Viewer?
  /// The address at the other end of the connection, a proxy's perhaps; nil without a network.
  let peer: String?
  /// The thread of the connection; nil without a network.
  private let loop: (any EventLoop)?
  /// Whether the route has said whom it answers.
  let gate = RouteGate()

  /// The context of a new request.
  package init(source: Source) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
    loop = peer == nil ? nil : source.channel.eventLoop
  }

  /// Waits until the connection has looked at what was written to it.
  ///
  /// Only then does it know whether the other end keeps up, and make the next write wait. A body that
  /// is written in pieces calls this after each, or a slow reader's pieces gather in memory.
  func settle() async throws {
    try await loop?.submit {}.get()
  }
}
