import GRDB
public import Reports

/// The remembered runs of one output folder.
public struct RunHistory: Sendable {
  private let state: StateDatabase
  /// The output folder, spelled the same way each time.
  private let output: String

  /// The history of an output folder, which should be named by its real path.
  public init(_ state: StateDatabase, output: String) {
    self.state = state
    self.output = output
  }

  /// Adds records, or replaces those of the same run and report, all or none.
  public func save(_ records: [RunRecord]) throws(StateError) {
    guard !records.isEmpty else { return }
    try state.write { database in
      let statement = try database.cachedStatement(sql: RunRecord.upsert)
      for record in records { try statement.execute(arguments: record.values(output: output)) }
    }
  }

  /// Forgets one record: an attempt that found nothing to do.
  public func remove(run: String, report: String) throws(StateError) {
    try state.write {
      try $0.execute(
        sql: "DELETE FROM run WHERE output = ? AND report = ? AND run = ?",
        arguments: [output, report, run])
    }
  }

  /// The newest records first, of one report or of all.
  public func records(
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
  public func running(of report: String) throws(StateError) -> [RunRecord] {
    try state.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM run WHERE output = ? AND report = ? AND state = 'running'",
        arguments: [output, report]
      ).map(RunRecord.init(row:))
    }
  }

  /// The ids of the runs of a report that are remembered as published.
  public func published(of report: String) throws(StateError) -> Set<String> {
    try state.read { database in
      try String.fetchSet(
        database,
        sql: "SELECT run FROM run WHERE output = ? AND report = ? AND state = 'published'",
        arguments: [output, report])
    }
  }

  /// The published runs that other services are still to be told of, the oldest first.
  public func untold() throws(StateError) -> [RunRecord] {
    try state.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM run WHERE output = ? AND untold = 1 AND state = 'published'
          ORDER BY started, id
          """, arguments: [output]
      ).map(RunRecord.init(row:))
    }
  }

  /// Writes what services are told of a run, and notes that they are, all of it or nothing.
  ///
  /// Throws what the body throws, after undoing everything; `StateError` when SQLite fails.
  public func tell<Value>(
    of run: String, report: String, _ body: (AlertTransaction) throws -> Value
  ) throws -> Value {
    try state.passingErrors {
      try state.change { database in
        let value = try body(AlertTransaction(database: database))
        try database.execute(
          sql: "UPDATE run SET untold = 0 WHERE output = ? AND report = ? AND run = ?",
          arguments: [output, report, run])
        return value
      }
    }
  }

  /// Forgets the runs of a report that began before an instant, but for those that are still there
  /// and the newest one; gives how many.
  @discardableResult
  public func prune(
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
          """, arguments: [output, report, before.microseconds, output, report])
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
