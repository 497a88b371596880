import Demo
package import EmbeddedPostgres
import Foundation
package import Logging
package import Postgres
import Synchronization

/// One server for all tests of the process, started by the first that asks.
package enum TestCluster {
  package static let shared = Result { try EmbeddedCluster.start() }
  private static let names = Atomic<Int>(0)

  /// A number that no other caller gets.
  package static func number() -> Int { names.add(1, ordering: .relaxed).newValue }
}

/// A logger that says nothing.
package let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

/// A database of its own on the shared server.
package struct TestDatabase {
  package let name: String
  package let cluster: EmbeddedCluster

  /// An empty database, filled by these scripts.
  package init(_ scripts: String...) throws {
    cluster = try TestCluster.shared.get()
    name = "e2e_\(TestCluster.number())"
    try cluster.createDatabase(name)
    for script in scripts { try execute(script) }
  }

  /// An empty database of another encoding than UTF-8.
  package init(encoding: String) throws {
    cluster = try TestCluster.shared.get()
    name = "e2e_\(TestCluster.number())"
    var connection = try PostgresConnection(cluster.settings(readOnly: false), logger: quiet)
    try connection.execute(
      "CREATE DATABASE \(name) ENCODING '\(encoding)' LOCALE 'C' TEMPLATE template0", name: "test")
  }

  /// A database with the service's schema and the rows of a script.
  package init(given file: String) throws {
    try self.init(InventorySchema.all, try String(contentsOfFile: file, encoding: .utf8))
  }

  /// How a run connects.
  package var settings: ConnectionSettings { cluster.settings(database: name) }

  /// A session of the superuser that may write.
  package func connect() throws -> PostgresConnection {
    try PostgresConnection(cluster.settings(database: name, readOnly: false), logger: quiet)
  }

  package func execute(_ script: String) throws {
    var connection = try connect()
    try connection.execute(script, name: "test")
  }

  /// The first column of a query's first row.
  package func value(_ query: String) throws -> String? {
    var connection = try connect()
    return try connection.rows(query, name: "test").first?.first ?? nil
  }

  /// Fills the three tables from the CSV files of a folder.
  package func fill(from folder: String) throws {
    for table in ["products_inventory", "stock_levels", "stock_movements"] {
      // The server reads the file, so it lies where the server may read.
      let file = "\(cluster.folder)/\(name)-\(table).csv"
      try FileManager.default.copyItem(atPath: "\(folder)/\(table).csv", toPath: file)
      let columns = try String(contentsOfFile: file, encoding: .utf8).prefix { !$0.isNewline }
      try execute("COPY \(table) (\(columns)) FROM '\(file)' (FORMAT csv, HEADER)")
    }
  }

  /// Writes the three tables as the reference reads them.
  package func export(to folder: String) throws {
    for table in ["products_inventory", "stock_levels", "stock_movements"] {
      // The server writes the file, so it lies where the server may write.
      let file = "\(cluster.folder)/\(name)-\(table).csv"
      try execute("SET TimeZone = 'UTC'; COPY \(table) TO '\(file)' (FORMAT csv, HEADER)")
      try FileManager.default.moveItem(atPath: file, toPath: "\(folder)/\(table).csv")
    }
  }
}
