import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import SiteSettings

/// Believes a reverse proxy who a person is, by its headers; nobody else may send them.
struct ProxyAuthenticator: Authenticator {
  /// Where proxies are.
  let ranges: [AddressRange]
  private let user: HTTPField.Name
  private let groups: HTTPField.Name
  private let grants: [AccessSettings.Grant]
  private let origin: SiteOrigin
  /// What the tokens of forms are made with; a restart makes open forms void.
  private let key = SymmetricKey(size: .bits256)

  init(
    _ settings: AccessSettings.Proxy, grants: [AccessSettings.Grant], origin: SiteOrigin
  ) throws {
    ranges = try settings.addresses.map { try AddressRange($0) }
    guard let user = HTTPField.Name(settings.userHeader),
      let groups = HTTPField.Name(settings.groupsHeader)
    else {
      throw UnusableAccess(
        "'\(settings.userHeader)' or '\(settings.groupsHeader)' is not a header's name")
    }
    self.user = user
    self.groups = groups
    self.grants = grants
    self.origin = origin
  }

  func viewer(of request: Request, context: SiteContext) -> Viewer? {
    guard let peer = context.peer, ranges.contains(where: { $0.contains(peer) }),
      // Two of a name would let a proxy that adds its header behind one that was sent be deceived.
      let name = request.headers[values: user].first, request.headers[values: user].count == 1,
      request.headers[values: groups].count <= 1, !name.isEmpty, origin.isHost(of: request)
    else { return nil }
    guard !name.hasPrefix(Viewer.servicePrefix) else {
      context.logger.warning("refused a person whose name begins like a service's")
      return nil
    }
    var names: Set<AccessSettings.Grant.Name> = [.user(name)]
    for group in (request.headers[groups] ?? "").split(separator: ",") {
      names.insert(.group(group.trimmingCharacters(in: .whitespaces)))
    }
    return Viewer(
      name: name, roles: grants.roles(of: names), editions: grants.editions(of: names),
      formToken: formToken(name))
  }

  private func formToken(_ name: String) -> String {
    HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: key)
      .map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
  }
}
