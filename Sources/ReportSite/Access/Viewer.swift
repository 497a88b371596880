public import SiteSettings

/// Who asks, and what they may do.
///
/// There is no viewer for a request that nobody has signed.
public struct Viewer: Hashable, Sendable {
  /// The name that an audit trail shows.
  public var name: String
  /// Each role that the viewer has, with the stores for which it counts.
  public var roles: [Role: StoreScope]
  /// What a form has to send back (CSRF); `nil` for a service with a token, which has no session.
  public var formToken: String?

  /// A viewer with roles.
  public init(name: String, roles: [Role: StoreScope], formToken: String? = nil) {
    self.name = name
    self.roles = roles
    self.formToken = formToken
  }
}
