import Foundation
import GRDB

extension StateMigrations {
  /// Which state this is, and the output folders that it has seen.
  static func registerIdentity(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("identity") { database in
      try database.execute(
        sql: """
          CREATE TABLE state_identity (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            id TEXT NOT NULL
          ) STRICT;

          -- The path is where the folder lay last: it is moved, and what is remembered of it with it.
          CREATE TABLE output_folder (
            id TEXT PRIMARY KEY,
            path TEXT NOT NULL UNIQUE
          ) STRICT, WITHOUT ROWID;
          """)
      try database.execute(
        sql: "INSERT INTO state_identity (only, id) VALUES (1, ?)",
        arguments: [UUID().uuidString.lowercased()])
    }
  }
}
