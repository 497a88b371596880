/// Where to connect and how the session behaves.
///
/// Whatever is not given is left to libpq: the `PG*` environment variables, the service file and
/// `.pgpass`. Explicit properties win over the connection string, which wins over the environment.
public struct ConnectionSettings: Sendable, Equatable, Codable {
  /// Which servers are acceptable; libpq's `target_session_attrs`.
  public enum Target: String, Sendable, Codable {
    /// Any server.
    case any
    /// Only a server in recovery.
    case standby
    /// A standby if the host list has one, else any server.
    case preferStandby = "prefer-standby"
    /// Only a server that is not in recovery.
    case primary
  }

  /// A host name, an address, or the absolute path of a socket folder; commas separate several.
  public var host: String?
  /// The port.
  public var port: Int?
  /// The role to log in as.
  public var user: String?
  /// The role's password, never shown by `description`, `dump` or an error.
  public var password: String?
  /// The database.
  public var database: String?
  /// A connection URI (`postgresql://…`) or a `keyword=value` string.
  public var connectionString: String?
  /// Which servers are acceptable; nil leaves it to the connection string or the environment.
  public var target: Target?
  /// The name shown in `pg_stat_activity`; nil means `PGAPPNAME` or `inventory-reports`.
  public var applicationName: String?
  /// The time allowed to open a session on one host.
  ///
  /// Nil takes `connect_timeout` of the connection string or the environment, else 5 s. The
  /// look-up of a host name is not covered: the resolver has time-outs of its own.
  public var connectTimeout: Duration?
  /// `statement_timeout`; nil leaves the server's setting.
  ///
  /// If it is given, a server that stays silent 30 s longer is given up as hung.
  public var statementTimeout: Duration?
  /// How long a server may stay silent while a statement runs before it is given up as hung.
  ///
  /// Nothing else notices a server process that is frozen: the kernel answers for it. The
  /// connection is cut and the error is `.lost`. A query that computes for longer before it sends
  /// its first row needs a longer limit; nil sets none.
  public var silenceTimeout: Duration? = .seconds(300)
  /// `lock_timeout`: on a standby, replayed DDL can otherwise block a query without limit.
  public var lockTimeout: Duration? = .seconds(5)
  /// `idle_in_transaction_session_timeout`; nil leaves the server's setting.
  public var idleInTransactionTimeout: Duration? = .seconds(60)
  /// The schemas of `search_path`; nil leaves the role's own.
  public var searchPath: [String]?
  /// Makes the server refuse every write of this session (SQLSTATE 25006).
  public var readOnly = true

  /// Settings of which nothing is given yet: libpq's own defaults apply.
  public init() {}

  /// Settings from a connection URI or a `keyword=value` string.
  public init(connectionString: String) {
    self.connectionString = connectionString
  }

  /// Settings for one database on a host, or in a socket folder when `host` begins with a slash.
  public init(
    host: String, port: Int? = nil, user: String? = nil, password: String? = nil,
    database: String? = nil
  ) {
    self.host = host
    self.port = port
    self.user = user
    self.password = password
    self.database = database
  }
}

extension ConnectionSettings: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Host, port, user and database as far as they are given here; never the password.
  public var description: String {
    let given = (try? givenOptions()) ?? [:]
    var words: [String] = []
    for keyword in ["service", "host", "port", "user", "dbname"] {
      if let value = given[keyword], !value.isEmpty { words.append("\(keyword)=\(value)") }
    }
    if connectionString != nil, given.isEmpty { words.append("(a connection string)") }
    return words.isEmpty ? "(libpq defaults)" : words.joined(separator: " ")
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Only the description, so that `dump` and failed expectations do not show the password.
  public var customMirror: Mirror {
    Mirror(self, children: ["settings": description], displayStyle: .struct)
  }
}
