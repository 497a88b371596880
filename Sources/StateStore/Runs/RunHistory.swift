import GRDB
package import Values

/// The remembered runs of one output folder.
package struct RunHistory: Sendable {
  private let state: StateDatabase
  /// The output folder, spelled the same way each time.
  private let output: String

  /// The history of an output folder, which should be named by its real path.
  package init(_ state: StateDatabase, output: String) {
    self.state = state
    self.output = output
  }

  /// Adds records, or replaces those of the same run and report, all or none.
  package func save(_ records: [RunRecord]) throws(StateError) {
    guard !records.isEmpty else { return }
    try state.write { database in
      let statement = try database.cachedStatement(sql: RunRecord.upsert)
      for record in records { try statement.execute(arguments: record.values(output: output)) }
    }
  }

  /// Forgets one record: an attempt that found nothing to do.
  package func remove(run: String, report: String) throws(StateError) {
    try state.write {
      try $0.execute(
        sql: "DELETE FROM run WHERE output = ? AND report = ? AND run = ?",
        arguments: [output, report, run])
    }
  }

  /// The newest records first, of one report or of all.
  package func records(
    of report: String? = nil, limit: Int
  ) throws(StateError) -> [RunRecord] {
    try state.read { database in
      let filter = report == nil ? "" : "AND report = ?"
      let arguments: StatementArguments = [output] + (report.map { [$0] } ?? []) + [limit]
      return try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM run WHERE output = ? \(filter)
          ORDER BY started DESC, id DESC LIMIT ?
          """, arguments: arguments
      ).map(RunRecord.init(row:))
    }
  }

  /// The records of a report that were never brought to an end.
  package func running(of report: String) throws(StateError) -> [RunRecord] {
    try state.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM run WHERE output = ? AND report = ? AND state = 'running'",
        arguments: [output, report]
      ).map(RunRecord.init(row:))
    }
  }

  /// The ids of the runs of a report that are remembered as published.
  package func published(of report: String) throws(StateError) -> Set<String> {
    try state.read { database in
      try String.fetchSet(
        database,
        sql: "SELECT run FROM run WHERE output = ? AND report = ? AND state = 'published'",
        arguments: [output, report])
    }
  }

  /// The runs whose events are still to be written, the oldest first: published ones, and those that are
  /// said to run, which a process may have published before it died.
  package func withPendingEvents() throws(StateError) -> [RunRecord] {
    try state.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM run WHERE output = ? AND events_pending = 1
            AND state IN ('published', 'running')
          ORDER BY started, id
          """, arguments: [output]
      ).map(RunRecord.init(row:))
    }
  }

  /// Writes the events of a run, and notes that they are written, all of it or nothing.
  ///
  /// Throws what the body throws, after undoing everything; `StateError` when SQLite fails.
  package func writeEvents<Value>(
    of run: String, report: String, _ body: (AlertTransaction) throws -> Value
  ) throws -> Value {
    try state.passingErrors {
      try state.change { database in
        let value = try body(AlertTransaction(database: database))
        try database.execute(
          sql: "UPDATE run SET events_pending = 0 WHERE output = ? AND report = ? AND run = ?",
          arguments: [output, report, run])
        return value
      }
    }
  }

  /// Forgets the runs of a report that began before an instant, but for those that are still there
  /// and the newest one; gives how many.
  @discardableResult
  package func prune(
    report: String, before: Instant, keeping runs: Set<String>
  ) throws(StateError) -> Int {
    try state.write { database in
      let old = try Row.fetchAll(
        database,
        sql: """
          SELECT id, run FROM run
          WHERE output = ? AND report = ? AND started < ? AND state <> 'running'
            AND id <> (SELECT id FROM run WHERE output = ? AND report = ?
                       ORDER BY started DESC, id DESC LIMIT 1)
          """, arguments: [output, report, before, output, report])
      let statement = try database.cachedStatement(sql: "DELETE FROM run WHERE id = ?")
      var removed = 0
      for row in old where !runs.contains(row["run"] ?? "") {
        try statement.execute(arguments: [row["id"] as Int64?])
        removed += 1
      }
      return removed
    }
  }
}
