import GRDB

/// The steps that bring a state database to what this program expects.
///
/// A step that was ever released is never changed: a new one follows it.
enum StateMigrations {
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    registerAlerts(in: &migrator)
    return migrator
  }

  /// Applies the steps that are missing; throws `StateError` when there are more than are known.
  static func run(on pool: DatabasePool) throws {
    let migrator = migrator
    let isNewer = try pool.read { try migrator.hasBeenSuperseded($0) }
    guard !isNewer else {
      let unknown = try pool.read { try migrator.appliedIdentifiers($0) }
        .subtracting(migrator.migrations).sorted()
      throw StateError(.newer, path: "", reason: "step '\(unknown.joined(separator: "', '"))'")
    }
    try migrator.migrate(pool)
  }
}
