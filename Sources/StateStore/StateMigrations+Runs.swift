import GRDB

extension StateMigrations {
  /// The runs: one row for each attempt at one report.
  static func registerRuns(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("runs") { database in
      try database.execute(
        sql: """
          CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            output TEXT NOT NULL,
            report TEXT NOT NULL,
            run TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            period TEXT,
            state TEXT NOT NULL CHECK (state IN ('running', 'published', 'failed', 'abandoned')),
            started INTEGER NOT NULL,
            finished INTEGER,
            as_of INTEGER,
            server TEXT,
            standby INTEGER,
            rows INTEGER,
            totals TEXT,
            stages TEXT NOT NULL,
            warnings TEXT NOT NULL,
            error TEXT,
            host TEXT NOT NULL,
            process INTEGER NOT NULL,
            UNIQUE (output, report, run)
          ) STRICT;
          CREATE INDEX run_by_time ON run (output, report, started, id);
          CREATE INDEX run_running ON run (output, report) WHERE state = 'running';
          """)
    }
  }

  /// Which runs other services are still to be told of.
  static func registerUntoldRuns(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("untold runs") { database in
      // Whatever ran before was told of by the process that made it, or never will be.
      try database.execute(
        sql: """
          ALTER TABLE run ADD COLUMN untold INTEGER NOT NULL DEFAULT 0 CHECK (untold IN (0, 1));
          CREATE INDEX run_untold ON run (output) WHERE untold = 1;
          """)
    }
  }
}
