extension EmbeddedCluster {
  /// How a cluster is made and how it ends.
  package struct Options: Sendable {
    /// Where the cluster lives, as an absolute path; nil makes a new folder below `/tmp`.
    ///
    /// A folder with a cluster in it is used again. Without `keep` it is removed in the end.
    package var folder: String?
    /// Leaves the server running when this process ends, and the folder when it is stopped.
    package var keep = false
    /// Server settings beside, or instead of, the cluster's own.
    package var settings: [String: String] = [:]
    /// The server programs; nil looks for them.
    package var binaries: ServerBinaries?
    /// How long to wait for the first answer.
    package var startTimeout: Duration = .seconds(60)

    /// A cluster in a new folder that ends with its owner.
    package init() {}
  }

  /// The configuration file: private, modest, and fast rather than safe.
  static func configuration(_ given: [String: String]) -> String {
    var settings = [
      "listen_addresses": "", "port": "5432", "unix_socket_permissions": "0700",
      "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
      "shared_buffers": "64MB", "max_connections": "50", "wal_level": "replica",
      "max_wal_senders": "10", "log_timezone": "UTC", "TimeZone": "UTC", "jit": "off",
      // Space for a large import without a checkpoint every few seconds.
      "max_wal_size": "1GB", "checkpoint_timeout": "30min",
      // For standbys: what they may have missed is kept, and they hold nothing back.
      "wal_keep_size": "256MB", "hot_standby": "on", "hot_standby_feedback": "off",
      "wal_receiver_status_interval": "1s", "wal_retrieve_retry_interval": "200ms",
    ]
    settings.merge(given) { _, given in given }
    let lines = settings.sorted { $0.key < $1.key }.map { name, value in
      "\(name) = '\(value.replacing("'", with: "''"))'"
    }
    return lines.joined(separator: "\n")
  }
}
