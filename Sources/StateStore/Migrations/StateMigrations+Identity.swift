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

  /// How far the state has come: a number that each change raises.
  static func registerProgress(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("progress") { database in
      // Marks and copies of older versions are measured by the sum of the sequences.
      try database.execute(
        sql: """
          ALTER TABLE state_identity ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
          UPDATE state_identity SET entries = (SELECT coalesce(sum(seq), 0) FROM sqlite_sequence);
          """)
    }
  }
}
