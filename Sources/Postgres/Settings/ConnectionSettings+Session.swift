extension ConnectionSettings {
  /// What is set right after the connect, in one round trip: names and their list of values.
  ///
  /// Not in the start-up packet: so options of the environment stay in force, and poolers that
  /// refuse unknown start-up options are no obstacle.
  var sessionSettings: [(name: String, values: [String])] {
    var settings = [
      ("TimeZone", ["UTC"]), ("DateStyle", ["ISO", "YMD"]), ("IntervalStyle", ["iso_8601"]),
      ("extra_float_digits", ["3"]), ("bytea_output", ["hex"]),
      ("standard_conforming_strings", ["on"]),
    ]
    if readOnly {
      settings.append(("default_transaction_read_only", ["on"]))
      // A role set to serializable could not run any query on a standby.
      settings.append(("default_transaction_isolation", ["repeatable read"]))
    }
    func add(_ name: String, _ limit: Duration?) {
      if let limit { settings.append((name, ["\(max(1, limit.milliseconds))ms"])) }
    }
    add("statement_timeout", statementTimeout)
    add("lock_timeout", lockTimeout)
    add("idle_in_transaction_session_timeout", idleInTransactionTimeout)
    if let searchPath { settings.append(("search_path", searchPath.isEmpty ? [""] : searchPath)) }
    return settings
  }

  /// Statements that help but that a server may lack; a failure is logged and forgotten.
  static let optionalStatements = [
    // With Citus, how many connections a query may open to each worker, where a role's limit counts
    // them. More than four made nothing faster. A role that is set to fewer keeps its own.
    """
    SELECT pg_catalog.set_config('citus.max_adaptive_executor_pool_size', least(4,
      pg_catalog.current_setting('citus.max_adaptive_executor_pool_size', true)::int)::text, false)
    FROM pg_catalog.pg_extension WHERE extname = 'citus'
    """,
    "SET jit = off",
    // Without it a query outlives a client that was killed.
    "SET client_connection_check_interval = '5s'",
  ]
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  /// Seconds, for APIs that take a floating-point time.
  var seconds: Double { Double(milliseconds) / 1000 }
}
