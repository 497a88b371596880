import GRDB

/// The steps that bring a state database to what this program expects.
///
/// A step that was ever released is never changed: a new one follows it.
enum StateMigrations {
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    registerRuns(in: &migrator)
    registerAlerts(in: &migrator)
    registerReview(in: &migrator)
    registerPrices(in: &migrator)
    registerShownLines(in: &migrator)
    registerOrderRequests(in: &migrator)
    registerIdentity(in: &migrator)
    registerProgress(in: &migrator)
    registerPendingEvents(in: &migrator)
    return migrator
  }

  /// Applies the steps that are missing; throws `StateError` when there are more than are known.
  static func run(on writer: some DatabaseWriter) throws {
    // Only looked at, where nothing is missing: opening a state waits for nobody who writes.
    if try !areComplete(on: writer) { try migrator.migrate(writer) }
  }

  /// Whether no step is missing; throws `StateError` when there are more than are known.
  static func areComplete(on reader: some DatabaseReader) throws -> Bool {
    try refuseNewer(reader)
    return try reader.read(migrator.hasCompletedMigrations)
  }

  /// Throws `StateError` when a database has steps that this program does not know.
  static func refuseNewer(_ reader: some DatabaseReader) throws {
    let migrator = migrator
    let isNewer = try reader.read { try migrator.hasBeenSuperseded($0) }
    guard isNewer else { return }
    let unknown = try reader.read { try migrator.appliedIdentifiers($0) }
      .subtracting(migrator.migrations).sorted()
    let list = unknown.map { "'\($0)'" }.joined(separator: ", ")
    throw StateError(
      .newer, path: "",
      reason: unknown.count == 1 ? "unknown migration \(list)" : "unknown migrations \(list)")
  }
}
