package import SiteSettings
package import Values

/// Who asks, and what they may do.
///
/// There is no viewer for a request that nobody has signed.
package struct Viewer: Hashable, Sendable {
  /// The name of the person or the service.
  package var name: String
  /// Whether it is a service, known by its token.
  package var isService: Bool
  /// Each role that the viewer has, with the stores for which it counts.
  package var roles: [Role: StoreScope]
  /// The editions that the viewer may see beside what the roles give, by their keys, with the stores.
  package var editions: [String: StoreScope]
  /// What a form has to send back (CSRF); `nil` for a service with a token, which has no session.
  package var formToken: String?

  /// What names of services begin with in the audit log; a person's name never does.
  static let servicePrefix = "service:"

  /// The name that the audit log and the log show: a person and a service of one name are two.
  package var actor: String { isService ? Self.servicePrefix + name : name }

  /// A viewer with roles.
  package init(
    name: String, isService: Bool = false, roles: [Role: StoreScope],
    editions: [String: StoreScope] = [:], formToken: String? = nil
  ) {
    self.name = name
    self.isService = isService
    self.roles = roles
    self.editions = editions
    self.formToken = formToken
  }
}

/// The stores that somebody may see.
package enum StoreScope: Hashable, Sendable {
  /// Every store, and figures over all stores.
  case all
  /// These stores only, and nothing that is added up over others.
  case only(Set<UUIDBytes>)

  /// Whether a line of this store may be seen.
  package func allows(_ store: UUIDBytes) -> Bool {
    switch self {
    case .all: true
    case .only(let stores): stores.contains(store)
    }
  }
}
