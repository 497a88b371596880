import GRDB

extension StateMigrations {
  /// The prices that were seen: for each database since when and up to when it was looked at, and
  /// for each of its products every change.
  static func registerPrices(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("prices") { database in
      // Times are microseconds since 1970, ids their 16 bytes, prices cents; NULL is a price that is
      // not a number. The system identifier is the server's 64 bits.
      try database.execute(
        sql: """
          CREATE TABLE price_catalogue (
            id INTEGER PRIMARY KEY,
            system INTEGER NOT NULL,
            database INTEGER NOT NULL,
            since INTEGER NOT NULL,
            seen_to INTEGER NOT NULL,
            UNIQUE (system, database)
          ) STRICT;

          CREATE TABLE price (
            catalogue INTEGER NOT NULL,
            product BLOB NOT NULL,
            start INTEGER NOT NULL,
            cost INTEGER,
            sell INTEGER,
            PRIMARY KEY (catalogue, product, start)
          ) STRICT, WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("revisions of prices") { database in
      // How often anything was added: a history may change and be as long as it was.
      try database.execute(
        sql: "ALTER TABLE price_catalogue ADD COLUMN revision INTEGER NOT NULL DEFAULT 1")
    }
  }
}
