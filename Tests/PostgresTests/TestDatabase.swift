import EmbeddedPostgres
import Foundation
import Logging
import Postgres
import Synchronization

/// One cluster for all tests of the process, started by the first that asks.
enum TestCluster {
  static let shared = Result { try EmbeddedCluster.start() }
  private static let names = Atomic<Int>(0)

  /// Settings for a new, empty database.
  static func database(readOnly: Bool = false) throws -> ConnectionSettings {
    let cluster = try shared.get()
    let name = "test_\(names.add(1, ordering: .relaxed).newValue)"
    try cluster.createDatabase(name)
    return cluster.settings(database: name, readOnly: readOnly)
  }

  /// Settings for the database that every cluster has.
  static func settings(readOnly: Bool = true) throws -> ConnectionSettings {
    try shared.get().settings(readOnly: readOnly)
  }
}

/// A logger that says nothing.
let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

/// Opens a session that says nothing.
func connect(_ settings: ConnectionSettings) throws -> PostgresConnection {
  try PostgresConnection(settings, logger: quiet)
}

/// The error of a body that must fail with a `PostgresError`.
func postgresError(_ body: () throws -> Void) throws -> PostgresError {
  do {
    try body()
  } catch let error as PostgresError {
    return error
  }
  throw NoErrorThrown()
}

/// The body that had to fail did not.
struct NoErrorThrown: Error {}

/// An error that only a test throws.
struct Stop: Error, Equatable {}

/// The resident memory of this process in bytes.
func residentMemory() throws -> Int {
  let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
  return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
}
