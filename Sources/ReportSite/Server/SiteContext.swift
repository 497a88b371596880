public import Hummingbird

/// What is known about a request while it is answered.
public struct SiteContext: RequestContext {
  /// What the web framework keeps.
  public var coreContext: CoreRequestContextStorage
  /// Who asks, once the request has proved it.
  public var viewer: Viewer?

  /// The context of a new request.
  public init(source: Source) {
    coreContext = .init(source: source)
  }
}
