import GRDB

extension StateMigrations {
  /// What the review of reorder suggestions remembers: the lines with what was decided about them,
  /// who decided what and when, and the orders that were exported.
  static func registerReview(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("review") { database in
      // Times are microseconds and days days since 1970, ids their 16 bytes, money and quantities
      // integers of scale 2 and 3.
      try database.execute(
        sql: """
          CREATE TABLE review_books (
            id INTEGER PRIMARY KEY,
            output TEXT NOT NULL UNIQUE,
            run TEXT NOT NULL,
            business_day INTEGER NOT NULL,
            as_of INTEGER NOT NULL,
            taken_at INTEGER NOT NULL,
            currency TEXT NOT NULL,
            policy_hash TEXT,
            intake INTEGER NOT NULL
          ) STRICT;

          CREATE TABLE review_lines (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            book INTEGER NOT NULL REFERENCES review_books (id),
            store_id BLOB NOT NULL,
            product_id BLOB NOT NULL,
            supplier TEXT NOT NULL,
            supplier_name TEXT NOT NULL,
            store_name TEXT NOT NULL,
            sku TEXT NOT NULL,
            barcode TEXT NOT NULL,
            product_name TEXT NOT NULL,
            category_name TEXT NOT NULL,
            unit TEXT NOT NULL,
            is_suggested INTEGER NOT NULL CHECK (is_suggested IN (0, 1)),
            intake INTEGER NOT NULL,
            figures TEXT NOT NULL,
            value INTEGER,
            stockout INTEGER,
            urgency INTEGER NOT NULL,
            state TEXT NOT NULL
              CHECK (state IN ('open', 'approved', 'dismissed', 'snoozed', 'ordered')),
            until INTEGER,
            stance TEXT NOT NULL,
            changed INTEGER NOT NULL CHECK (changed IN (0, 1)),
            cycle INTEGER NOT NULL,
            version INTEGER NOT NULL,
            changed_by TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            UNIQUE (book, store_id, product_id, supplier),
            CHECK ((state = 'snoozed') = (until IS NOT NULL))
          ) STRICT;
          CREATE INDEX review_lines_supplier ON review_lines (book, supplier, state)
            WHERE is_suggested = 1 OR state <> 'open';

          CREATE TABLE review_orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            book INTEGER NOT NULL REFERENCES review_books (id),
            supplier TEXT NOT NULL,
            supplier_name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            day INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            idempotency_key TEXT NOT NULL,
            lines INTEGER NOT NULL,
            value INTEGER NOT NULL,
            currency TEXT NOT NULL,
            xlsx_hash TEXT NOT NULL,
            csv_hash TEXT NOT NULL,
            UNIQUE (book, idempotency_key)
          ) STRICT;

          CREATE TABLE review_order_lines (
            order_id INTEGER NOT NULL REFERENCES review_orders (id),
            position INTEGER NOT NULL,
            line INTEGER NOT NULL REFERENCES review_lines (id),
            cycle INTEGER NOT NULL,
            store_id BLOB NOT NULL,
            quantity INTEGER NOT NULL CHECK (quantity > 0),
            PRIMARY KEY (order_id, position),
            -- Whatever else goes wrong, nothing is ordered twice.
            UNIQUE (line, cycle)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE review_events (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            book INTEGER NOT NULL REFERENCES review_books (id),
            line INTEGER REFERENCES review_lines (id),
            cycle INTEGER,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER,
            before TEXT,
            after TEXT,
            undoes INTEGER UNIQUE REFERENCES review_events (sequence),
            order_id INTEGER REFERENCES review_orders (id),
            note TEXT NOT NULL
          ) STRICT;
          CREATE INDEX review_events_line ON review_events (line, sequence);
          CREATE INDEX review_events_book ON review_events (book, sequence);
          """)
      for table in ["review_orders", "review_order_lines", "review_events"] {
        for change in ["UPDATE", "DELETE"] {
          try database.execute(
            sql: """
              CREATE TRIGGER \(table)_no_\(change.lowercased()) BEFORE \(change) ON \(table)
              BEGIN SELECT RAISE(ABORT, 'rows of \(table) are only added'); END
              """)
        }
      }
    }
  }

  /// Remembers what an order was asked for, so that a key is not taken for another request.
  static func registerOrderRequests(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("requests of review orders") { database in
      try database.execute(
        sql: "ALTER TABLE review_orders ADD COLUMN request TEXT NOT NULL DEFAULT ''")
    }
  }

  /// Makes the index of lines one of those that the review shows.
  static func registerShownLines(in migrator: inout DatabaseMigrator) {
    migrator.registerMigration("shown review lines") { database in
      try database.execute(
        sql: """
          DROP INDEX review_lines_supplier;
          CREATE INDEX review_lines_shown ON review_lines (book, supplier) WHERE \
          (is_suggested = 1 OR state = 'approved');
          """)
    }
  }
}
