import SiteSettings
import Values

extension [AccessSettings.Grant] {
  /// The roles of somebody with these names: all that any of them gives.
  ///
  /// Stores add up, too; a role for all stores wins over one for some.
  func roles(of names: Set<AccessSettings.Grant.Name>) -> [Role: StoreScope] {
    var roles: [Role: StoreScope] = [:]
    for grant in self where names.contains(grant.name) && grant.editions.isEmpty {
      let scope = StoreScope(ids: grant.stores)
      for role in grant.roles {
        roles[role] = roles[role].map { $0.union(scope) } ?? scope
      }
    }
    return roles
  }

  /// The editions that somebody with these names may see, by their keys; stores add up, too.
  func editions(of names: Set<AccessSettings.Grant.Name>) -> [String: StoreScope] {
    var editions: [String: StoreScope] = [:]
    for grant in self
    where names.contains(grant.name) && grant.roles.contains(.reportsRead) {
      let scope = StoreScope(ids: grant.stores)
      for key in grant.editions {
        editions[key] = editions[key].map { $0.union(scope) } ?? scope
      }
    }
    return editions
  }
}

extension StoreScope {
  /// The stores of these ids, all when there are none; an id that cannot be read is no store.
  init(ids: [String]) {
    self = ids.isEmpty ? .all : .only(Set(ids.compactMap { UUIDBytes($0) }))
  }

  /// The stores of either.
  func union(_ other: StoreScope) -> StoreScope {
    guard case .only(let left) = self, case .only(let right) = other else { return .all }
    return .only(left.union(right))
  }
}
