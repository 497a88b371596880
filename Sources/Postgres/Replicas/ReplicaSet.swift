public import Values

/// The servers that may be read from, and how sure the reader has to be of their freshness.
///
/// Which server is used is decided by asking every one of them, see
/// ``candidates(logger:cancellation:)``; that it has everything the reader needs is proved by a
/// ``FreshnessGate``.
public struct ReplicaSet: Sendable, Equatable, Codable {
  /// One server and its share of the load.
  public struct Host: Sendable, Equatable, Codable {
    /// What a server is meant to be.
    public enum Role: String, Sendable, Codable {
      /// It repeats what its primary does.
      case standby
      /// It takes the writes.
      case primary
    }

    /// How to connect to this one server.
    public var settings: ConnectionSettings
    /// The share of the load it is meant to carry, 1 or more; values below count as 1.
    public var weight: Int
    /// What it is meant to be.
    ///
    /// A hint for the order: what it is, the server is asked.
    public var role: Role?

    /// A server with its share of the load.
    public init(_ settings: ConnectionSettings, weight: Int = 1, role: Role? = nil) {
      self.settings = settings
      self.weight = weight
      self.role = role
    }
  }

  /// The servers, in the order in which equals are preferred.
  public var hosts: [Host]
  /// Whether a server that is no standby may be read from; nil: only if no other server is named.
  public var allowPrimary: Bool?
  /// The primary, only to be asked for its position in the write-ahead log.
  public var primary: ConnectionSettings?
  /// A SELECT of one `timestamptz` that the primary keeps up to date, such as a heartbeat row.
  public var heartbeatQuery: String?
  /// How long after the end of a period its last transactions may still commit.
  public var grace: Duration = .seconds(120)
  /// How long to wait for a standby to catch up.
  public var wait: Duration = .seconds(600)
  /// How old the data of a report about the present may be.
  public var maxLag: Duration = .seconds(300)

  /// A set of servers with the default demands.
  public init(_ hosts: [Host]) {
    self.hosts = hosts
  }

  /// One server or a list of them, as libpq understands `host`, each with the same weight.
  ///
  /// `target_session_attrs`, if it is given, says whether a primary may be read from: `standby` and
  /// `read-only` forbid it, every other value allows it. Throws `PostgresError` for settings that
  /// cannot be understood.
  public init(_ settings: ConnectionSettings) throws(PostgresError) {
    var anyServer = settings
    // Otherwise a preferred standby would give every host twice.
    anyServer.target = .any
    hosts = try anyServer.oneForEachHost().map { Host($0) }
    switch try settings.givenOptions()["target_session_attrs"] {
    case "standby", "read-only": allowPrimary = false
    case nil: break
    default: allowPrimary = true
    }
  }

  /// Whether a server that is no standby may be read from.
  public var allowsPrimary: Bool { allowPrimary ?? (hosts.count == 1) }

  /// The moment before which everything has to be visible, for a report of a period.
  ///
  /// The end of the period and the time of grace.
  public func needed(periodEnd: Instant) -> Instant { periodEnd.advanced(by: grace) }

  /// The moment before which everything has to be visible, for a report about the present.
  public func needed(now: Instant) -> Instant { now.advanced(by: .zero - maxLag) }
}
