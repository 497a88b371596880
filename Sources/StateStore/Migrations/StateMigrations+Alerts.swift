import GRDB

extension StateMigrations {
  /// What alerts remember: how each product stands, what is to be delivered, and what is held.
  static func registerAlerts(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("alerts") { database in
      // Times are microseconds since 1970, ids their 16 bytes.
      try database.execute(
        sql: """
          CREATE TABLE alert_states (
            store_id BLOB NOT NULL,
            product_id BLOB NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('ok', 'low', 'out_of_stock')),
            told TEXT NOT NULL CHECK (told IN ('ok', 'low', 'out_of_stock')),
            low_start INTEGER,
            low_ordinal INTEGER,
            out_start INTEGER,
            out_ordinal INTEGER,
            changed_at INTEGER NOT NULL,
            told_at INTEGER,
            reminder INTEGER NOT NULL,
            store_name TEXT NOT NULL,
            product_name TEXT NOT NULL,
            sku TEXT NOT NULL,
            PRIMARY KEY (store_id, product_id)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE alert_outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id BLOB NOT NULL UNIQUE,
            endpoint TEXT NOT NULL,
            event_type TEXT NOT NULL,
            lane BLOB NOT NULL,
            content_type TEXT NOT NULL,
            body BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            status TEXT NOT NULL DEFAULT 'pending'
              CHECK (status IN ('pending', 'delivered', 'dead')),
            attempts INTEGER NOT NULL DEFAULT 0,
            first_attempt_at INTEGER,
            next_attempt_at INTEGER NOT NULL,
            settled_at INTEGER,
            last_error TEXT
          ) STRICT;
          CREATE INDEX alert_outbox_due ON alert_outbox (endpoint, next_attempt_at, sequence)
            WHERE status = 'pending';
          CREATE INDEX alert_outbox_lane ON alert_outbox (endpoint, lane, sequence)
            WHERE status = 'pending';
          CREATE INDEX alert_outbox_settled ON alert_outbox (status, settled_at)
            WHERE status <> 'pending';

          CREATE TABLE alert_endpoints (
            name TEXT PRIMARY KEY,
            stopped_at INTEGER,
            paused_until INTEGER,
            last_success_at INTEGER,
            last_error_at INTEGER,
            last_error TEXT
          ) STRICT;

          CREATE TABLE alert_mutes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            product TEXT,
            store TEXT,
            supplier TEXT,
            category TEXT,
            until INTEGER,
            note TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            CHECK (coalesce(product, store, supplier, category) IS NOT NULL)
          ) STRICT;

          CREATE TABLE alert_holds (
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            since INTEGER NOT NULL,
            told_at INTEGER NOT NULL,
            reminder INTEGER NOT NULL,
            confirmed_at INTEGER,
            detail TEXT NOT NULL,
            PRIMARY KEY (kind, subject)
          ) STRICT;

          CREATE TABLE alert_rounds (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            finished_at INTEGER NOT NULL,
            watched INTEGER NOT NULL
          ) STRICT;
          """)
    }
  }
}
