/// Who may do what, and how they prove who they are.
public struct AccessSettings: Codable, Hashable, Sendable {
  /// Roles for somebody.
  public struct Grant: Codable, Hashable, Sendable {
    /// To whom: the name of a person, of a group of people, or a service by the subject of its token.
    public enum Name: Codable, Hashable, Sendable {
      case user(String)
      case group(String)
      case service(String)
    }

    /// To whom.
    public var name: Name
    /// What they may do.
    public var roles: [Role]
    /// The ids of the stores for which they count; all when empty.
    public var stores: [String]

    /// A grant.
    public init(_ name: Name, roles: [Role], stores: [String]) {
      self.name = name
      self.roles = roles
      self.stores = stores
    }
  }

  /// A reverse proxy that has signed people in and says who they are.
  public struct Proxy: Codable, Hashable, Sendable {
    /// The addresses it comes from, such as `10.0.0.5` or `10.1.0.0/24`.
    public var addresses: [String]
    /// The header with the name of the person.
    public var userHeader: String
    /// The header with the groups of the person, separated by commas.
    public var groupsHeader: String

    /// A proxy.
    public init(addresses: [String], userHeader: String, groupsHeader: String) {
      self.addresses = addresses
      self.userHeader = userHeader
      self.groupsHeader = groupsHeader
    }
  }

  /// The tokens (JWT) of services.
  public struct Tokens: Codable, Hashable, Sendable {
    /// Who issues them: `iss`.
    public var issuer: String
    /// Whom they are for: `aud`.
    public var audience: String
    /// The algorithms that are taken, of ``AccessSettings/algorithms``.
    public var algorithms: [String]
    /// The keys: a file, or an `https` address, of a JSON Web Key Set.
    public var keys: String
    /// The claim with the roles.
    public var rolesClaim: String
    /// The claim with the ids of the stores; a token without it is for all.
    public var storesClaim: String

    /// What is asked of tokens.
    public init(
      issuer: String, audience: String, algorithms: [String], keys: String,
      rolesClaim: String = "roles", storesClaim: String = "stores"
    ) {
      self.issuer = issuer
      self.audience = audience
      self.algorithms = algorithms
      self.keys = keys
      self.rolesClaim = rolesClaim
      self.storesClaim = storesClaim
    }
  }

  /// The algorithms of tokens that there are.
  public static let algorithms = ["ES256", "EdDSA", "RS256", "HS256"]

  /// What is given to whom.
  public var grants: [Grant]
  /// The proxy that signs people in; nil without.
  public var proxy: Proxy?
  /// The tokens of services; nil when none are taken.
  public var tokens: Tokens?

  /// Whether anybody but the person who started the program can sign in.
  public var isConfigured: Bool { proxy != nil || tokens != nil }

  /// Access for some.
  public init(grants: [Grant] = [], proxy: Proxy? = nil, tokens: Tokens? = nil) {
    self.grants = grants
    self.proxy = proxy
    self.tokens = tokens
  }
}
