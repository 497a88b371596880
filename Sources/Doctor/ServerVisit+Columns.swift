import Postgres

extension ServerVisit {
  /// Whether the tables have the columns that are read.
  mutating func columns(
    _ connection: inout PostgresConnection, _ tables: [(table: String, columns: [String])]
  ) throws(PostgresError) {
    var missing: [String] = []
    for (table, columns) in tables {
      let rows = try connection.rows(
        """
        SELECT attname FROM pg_catalog.pg_attribute
        WHERE attrelid = to_regclass('\(table)') AND attnum > 0 AND NOT attisdropped
        """, name: "columns")
      let found = Set(rows.compactMap { $0[0] })
      missing += columns.filter { !found.contains($0) }.map { "\(table).\($0)" }
    }
    guard !missing.isEmpty else {
      return add("columns", .pass, "the three tables have the columns that reports read")
    }
    add(
      "columns", .fail, "missing: \(missing.joined(separator: ", "))",
      "Every report needs them: update the inventory service's schema, or ask its owner.")
  }
}
