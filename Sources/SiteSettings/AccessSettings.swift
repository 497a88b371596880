/// Who may do what, and how they prove who they are.
package struct AccessSettings: Codable, Hashable, Sendable {
  package struct Grant: Codable, Hashable, Sendable {
    /// To whom: the name of a person, of a group of people, or a service by the subject of its token.
    package enum Name: Codable, Hashable, Sendable {
      case user(String)
      case group(String)
      case service(String)
    }

    package var name: Name
    /// What they may do.
    package var roles: [Role]
    /// The ids of the stores for which they count; all when empty.
    package var stores: [String]
    /// The keys of the editions that are all they may see; none for the reports themselves.
    package var editions: [String]

    package init(_ name: Name, roles: [Role], stores: [String], editions: [String] = []) {
      self.name = name
      self.roles = roles
      self.stores = stores
      self.editions = editions
    }
  }

  /// A reverse proxy that has signed people in and says who they are.
  package struct Proxy: Codable, Hashable, Sendable {
    /// The addresses it comes from, such as `10.0.0.5` or `10.1.0.0/24`.
    package var addresses: [String]
    /// The header with the name of the person.
    package var userHeader: String
    /// The header with the groups of the person, separated by commas.
    package var groupsHeader: String

    package init(addresses: [String], userHeader: String, groupsHeader: String) {
      self.addresses = addresses
      self.userHeader = userHeader
      self.groupsHeader = groupsHeader
    }
  }

  /// The tokens (JWT) of services.
  package struct Tokens: Codable, Hashable, Sendable {
    /// Who issues them: `iss`.
    package var issuer: String
    /// Whom they are for: `aud`.
    package var audience: String
    /// The algorithms that are taken, of ``AccessSettings/algorithms``.
    package var algorithms: [String]
    /// The keys: a file, or an `https` address, of a JSON Web Key Set.
    package var keys: String
    /// The claim with the roles.
    package var rolesClaim: String
    /// The claim with the ids of the stores; a token without it is for all.
    package var storesClaim: String
    /// The claim with the keys of editions; a token with it is for nothing else.
    package var editionsClaim: String

    /// What is asked of tokens.
    package init(
      issuer: String, audience: String, algorithms: [String], keys: String,
      rolesClaim: String = "roles", storesClaim: String = "stores",
      editionsClaim: String = "editions"
    ) {
      self.issuer = issuer
      self.audience = audience
      self.algorithms = algorithms
      self.keys = keys
      self.rolesClaim = rolesClaim
      self.storesClaim = storesClaim
      self.editionsClaim = editionsClaim
    }
  }

  /// The algorithms of tokens that there are.
  package static let algorithms = ["ES256", "EdDSA", "RS256", "HS256"]

  /// What is given to whom.
  package var grants: [Grant]
  /// The proxy that signs people in; nil without.
  package var proxy: Proxy?
  /// The tokens of services; nil when none are taken.
  package var tokens: Tokens?

  /// Whether anybody but the person who started the program can sign in.
  package var isConfigured: Bool { proxy != nil || tokens != nil }

  package init(grants: [Grant] = [], proxy: Proxy? = nil, tokens: Tokens? = nil) {
    self.grants = grants
    self.proxy = proxy
    self.tokens = tokens
  }
}
