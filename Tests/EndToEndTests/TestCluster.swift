import Demo
import EmbeddedPostgres
import Foundation
import Logging
import Postgres
import Synchronization

/// One server for all tests of the process, started by the first that asks.
enum TestCluster {
  static let shared = Result { try EmbeddedCluster.start() }
  private static let names = Atomic<Int>(0)

  /// A number that no other caller gets.
  static func number() -> Int { names.add(1, ordering: .relaxed).newValue }
}

/// A logger that says nothing.
let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

/// A database of its own on the shared server.
struct TestDatabase {
  let name: String
  let cluster: EmbeddedCluster

  /// An empty database, filled by these scripts.
  init(_ scripts: String...) throws {
    cluster = try TestCluster.shared.get()
    name = "e2e_\(TestCluster.number())"
    try cluster.createDatabase(name)
    for script in scripts { try execute(script) }
  }

  /// An empty database of another encoding than UTF-8.
  init(encoding: String) throws {
    cluster = try TestCluster.shared.get()
    name = "e2e_\(TestCluster.number())"
    var connection = try PostgresConnection(cluster.settings(readOnly: false), logger: quiet)
    try connection.execute(
      "CREATE DATABASE \(name) ENCODING '\(encoding)' LOCALE 'C' TEMPLATE template0", name: "test")
  }

  /// A database with the service's schema and the rows of a script.
  init(given file: String) throws {
    try self.init(InventorySchema.all, try String(contentsOfFile: file, encoding: .utf8))
  }

  /// How a run connects.
  var settings: ConnectionSettings { cluster.settings(database: name) }

  /// A session of the superuser that may write.
  func connect() throws -> PostgresConnection {
    try PostgresConnection(cluster.settings(database: name, readOnly: false), logger: quiet)
  }

  func execute(_ script: String) throws {
    var connection = try connect()
    try connection.execute(script, name: "test")
  }

  /// The first column of a query's first row.
  func value(_ query: String) throws -> String? {
    var connection = try connect()
    return try connection.rows(query, name: "test").first?.first ?? nil
  }

  /// Writes the three tables as the reference reads them.
  func export(to folder: String) throws {
    for table in ["products_inventory", "stock_levels", "stock_movements"] {
      // The server writes the file, so it lies where the server may write.
      let file = "\(cluster.folder)/\(name)-\(table).csv"
      try execute("SET TimeZone = 'UTC'; COPY \(table) TO '\(file)' (FORMAT csv, HEADER)")
      try FileManager.default.moveItem(atPath: file, toPath: "\(folder)/\(table).csv")
    }
  }
}
