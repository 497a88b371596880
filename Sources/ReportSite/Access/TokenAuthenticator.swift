import Foundation
import HTTPTypes
import Hummingbird
import SiteSettings
import Values

/// Knows services by their tokens: JWT, `Authorization: Bearer ...`.
///
/// A token is taken with one of the algorithms that the settings name, a key of that kind named by
/// `kid`, the issuer and audience of the settings, and an end that has not come.
struct TokenAuthenticator: Authenticator {
  private struct Header: Decodable {
    var alg: String
    var kid: String?
    /// Extensions that must be understood; none is.
    var crit: [String]?
  }

  /// How far the clocks of issuer and site may be apart.
  private static let leeway = 30.0

  private let settings: AccessSettings.Tokens
  private let grants: [AccessSettings.Grant]
  private let keys: TokenKeys

  init(_ settings: AccessSettings.Tokens, grants: [AccessSettings.Grant]) {
    self.settings = settings
    self.grants = grants
    keys = TokenKeys(settings.keys, algorithms: settings.algorithms)
  }

  func viewer(of request: Request, context: SiteContext) async throws -> Viewer? {
    guard let field = request.headers[.authorization], field.lowercased().hasPrefix("bearer ")
    else { return nil }
    let token = field.dropFirst("bearer ".count).trimmingCharacters(in: .whitespaces)
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, token.utf8.count <= 16_384,
      let bytes = TokenKeys.bytes(String(parts[0])),
      let header = try? JSONDecoder().decode(Header.self, from: bytes)
    else { throw Self.refused("The token is not a JSON Web Token.") }
    guard settings.algorithms.contains(header.alg), header.crit == nil else {
      throw Self.refused("The token's algorithm is not accepted.")
    }
    guard let key = header.kid else { throw Self.refused("The token names no key (kid).") }
    let claims: TokenClaims?
    do {
      claims = try await keys.claims(
        of: token, key: key, algorithm: header.alg, logger: context.logger)
    } catch {
      throw Self.refused("The token's signature is invalid.")
    }
    guard let claims else { throw Self.refused("The token's key is unknown.") }
    return try viewer(of: claims)
  }

  private func viewer(of claims: TokenClaims) throws(HTTPProblem) -> Viewer {
    let now = Date().timeIntervalSince1970
    guard claims.issuer == settings.issuer else {
      throw Self.refused("The token is from another issuer.")
    }
    guard claims.audience.contains(settings.audience) else {
      throw Self.refused("The token is for another audience.")
    }
    guard let expires = claims.expires, now < expires + Self.leeway else {
      throw Self.refused("The token has expired, or has no expiry (exp).")
    }
    guard now >= (claims.notBefore ?? 0) - Self.leeway else {
      throw Self.refused("The token is not valid yet.")
    }
    guard let subject = claims.subject, !subject.isEmpty else {
      throw Self.refused("The token names no subject (sub).")
    }
    var roles = grants.roles(of: [.service(subject)])
    // A claim that is there but cannot be read gives no store: nothing is widened by a mistake.
    let scope =
      claims.names.contains(settings.storesClaim)
      ? StoreScope.only(
        Set((claims.words[settings.storesClaim] ?? []).compactMap { UUIDBytes($0) }))
      : .all
    var editions = grants.editions(of: [.service(subject)])
    let claimed = (claims.words[settings.rolesClaim] ?? []).compactMap(Role.init(rawValue:))
    if claims.names.contains(settings.editionsClaim) {
      // Whatever other roles it names: each shows more than an edition.
      for key in claimed.contains(.reportsRead) ? claims.words[settings.editionsClaim] ?? [] : [] {
        editions[key] = editions[key].map { $0.union(scope) } ?? scope
      }
    } else {
      for role in claimed { roles[role] = roles[role].map { $0.union(scope) } ?? scope }
    }
    return Viewer(name: subject, isService: true, roles: roles, editions: editions)
  }

  private static func refused(_ reason: String) -> HTTPProblem {
    HTTPProblem(
      .tokenRefused, reason, headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
  }
}
