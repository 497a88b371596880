import Postgres

extension ServerVisit {
  /// How many sessions of a role there may be on a worker at least: those of two jobs at a time.
  private static let leastSessions = 8

  /// The servers behind a coordinator: whether it reaches each of them as this role, which nothing else
  /// that is looked at here would show.
  mutating func workers(_ connection: inout PostgresConnection) throws(PostgresError) {
    let nodes: [WorkerNode]
    do {
      nodes = try WorkerNode.all(behind: &connection)
    } catch {
      guard error.kind != .lost else { throw error }
      add(
        "workers", .warn, "the workers cannot be checked: \(error.message)",
        error.reason == .permission
          ? "Let the role run run_command_on_workers, which every role may by default."
          : "One of them may hang. See pg_dist_node on the coordinator, and connect to each.")
      return
    }
    for node in nodes {
      guard let problem = node.problem else {
        add("worker \(node.name)", .pass, "the coordinator reaches it as this role")
        continue
      }
      add(
        "worker \(node.name)", .fail, problem,
        "Is PostgreSQL running on \(node.name), and does it let the coordinator in?",
        "Every node needs the role's password, in pg_dist_authinfo or in the .pgpass"
          + " of the user that PostgreSQL runs as.")
    }
    guard !nodes.isEmpty else { return }
    let rows = try connection.rows(
      "SELECT rolconnlimit, quote_ident(rolname) FROM pg_catalog.pg_roles WHERE rolname = current_user",
      name: "connection limit")
    if let row = rows.first, let limit = row[0].flatMap({ Int($0) }),
      (0..<Self.leastSessions).contains(limit)
    {
      add(
        "connection limit", .warn,
        "the role's limit of \(limit) sessions applies to each worker, where a job may have 4",
        "ALTER ROLE \(row[1] ?? "") CONNECTION LIMIT 20;")
    }
  }
}
