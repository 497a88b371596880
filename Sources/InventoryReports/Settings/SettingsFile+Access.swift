import Foundation
import Reports
import SiteSettings
import Values
import Yams

extension SettingsFile {
  private static let accessExample =
    "- {user: anna, roles: [reports:read], stores: [6f1c...]}"

  /// Who may do what, of `site.access`; every entry that is not as it must be is an error.
  func grants(_ node: Node) throws(SettingsError) -> [AccessSettings.Grant] {
    guard case .sequence(let items) = node else {
      throw problem(node, "'site.access' needs a list of lines such as \(Self.accessExample)")
    }
    var grants: [AccessSettings.Grant] = []
    for item in items { grants.append(try grant(item)) }
    return grants
  }

  private func grant(_ node: Node) throws(SettingsError) -> AccessSettings.Grant {
    guard case .mapping(let mapping) = node else {
      throw problem(node, "expected an entry of 'site.access' such as \(Self.accessExample)")
    }
    var names: [AccessSettings.Grant.Name] = []
    var roles: [Role]?
    var stores: [String] = []
    var editions: [String]?
    for (key, value) in mapping {
      switch key.scalar?.string ?? "" {
      case "user": names.append(.user(try text(value, of: "user")))
      case "group": names.append(.group(try text(value, of: "group")))
      case "service": names.append(.service(try text(value, of: "service")))
      case "roles": roles = try self.roles(value)
      case "stores": stores = try list(value, of: "stores")
      case "editions": editions = try list(value, of: "editions")
      case let other:
        throw problem(
          key,
          "unknown key '\(other)' in an entry of 'site.access'; expected user, group or service, and"
            + " roles, stores and editions")
      }
    }
    guard let name = names.first, names.count == 1 else {
      throw problem(node, "an entry of 'site.access' needs one of user, group and service")
    }
    guard let roles, !roles.isEmpty else {
      throw problem(node, "an entry of 'site.access' needs roles: \(Self.accessExample)")
    }
    // An id that is mistyped must not become "all stores" or silently none.
    for store in stores where UUIDBytes(store) == nil {
      throw problem(
        node, "'\(store)' is not a store's id; expected a UUID as in the column store_id")
    }
    if mapping.contains(where: { $0.key.scalar?.string == "stores" }), stores.isEmpty {
      throw problem(node, "'stores' is empty; leave it out for all stores")
    }
    if let editions { try check(editions, with: roles, node) }
    return AccessSettings.Grant(name, roles: roles, stores: stores, editions: editions ?? [])
  }

  /// Who is to see editions only must not see more by another role of the same entry.
  private func check(
    _ editions: [String], with roles: [Role], _ node: Node
  ) throws(SettingsError) {
    guard !editions.isEmpty else {
      throw problem(node, "'editions' is empty; leave it out for whole reports")
    }
    for key in editions where EditionName.parts(of: EditionName.name(of: key, in: "r")) == nil {
      throw problem(node, "'\(key)' is not the key of an edition, such as stores")
    }
    guard roles == [.reportsRead] else {
      throw problem(
        node, "an entry with 'editions' has the one role reports:read: every other one shows more")
    }
  }

  private func roles(_ node: Node) throws(SettingsError) -> [Role] {
    var roles: [Role] = []
    for name in try list(node, of: "roles") {
      guard let role = Role(rawValue: name) else {
        let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw problem(node, "unknown role '\(name)'; expected \(known)")
      }
      roles.append(role)
    }
    return roles
  }

  private func text(_ node: Node, of key: String) throws(SettingsError) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw problem(node, "'\(key)' of an entry of 'site.access' needs one value")
    }
    return text
  }

  private func list(_ node: Node, of key: String) throws(SettingsError) -> [String] {
    guard let items = node.sequence?.map({ $0.scalar?.string }), !items.contains(nil) else {
      throw problem(node, "'\(key)' of an entry of 'site.access' needs a list, such as [a, b]")
    }
    return items.compactMap { $0 }
  }

  private func problem(_ node: Node, _ text: String) -> SettingsError {
    SettingsError("\(path):\(node.mark?.line ?? 1): \(text)")
  }
}
