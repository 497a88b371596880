import Postgres

/// Looks which indexes the readings want and do not find, and writes down how to create them.
enum IndexExamination {
  private struct Want {
    var table: String
    var column: String
    var methods: [String]
    var reason: String
  }

  private static let wants = [
    Want(
      table: "stock_movements", column: "created_at", methods: ["btree", "brin"],
      reason: "runs use it to read a period by time"),
    Want(
      table: "stock_movements", column: "product_id", methods: ["btree", "hash"],
      reason: "runs use it to read the history of single products"),
  ]

  static func diagnoses(
    _ connection: inout PostgresConnection
  ) throws(PostgresError) -> [Diagnosis] {
    var found: [Diagnosis] = []
    for want in wants { found.append(try diagnosis(want, &connection)) }
    return found
  }

  /// Each leaf of a partitioned table has indexes of its own; a plain table is its only leaf.
  private static func diagnosis(
    _ want: Want, _ connection: inout PostgresConnection
  ) throws(PostgresError) -> Diagnosis {
    let methods = want.methods.map { "'\($0)'" }.joined(separator: ", ")
    let rows = try connection.rows(
      """
      WITH leaves AS (
        SELECT t.relid FROM pg_partition_tree('\(want.table)'::regclass) AS t WHERE t.isleaf
        UNION
        SELECT '\(want.table)'::regclass
        WHERE NOT EXISTS (SELECT 1 FROM pg_partition_tree('\(want.table)'::regclass))
      )
      SELECT l.relid::regclass::text,
        quote_ident(left(c.relname, 50) || '_\(want.column)_idx'), EXISTS (
          SELECT 1 FROM pg_index i
          JOIN pg_class x ON x.oid = i.indexrelid
          JOIN pg_am m ON m.oid = x.relam
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
          WHERE i.indrelid = l.relid AND i.indisvalid AND i.indpred IS NULL
            AND m.amname IN (\(methods)) AND a.attname = '\(want.column)')
      FROM leaves l JOIN pg_class c ON c.oid = l.relid
      ORDER BY 1
      """, name: "indexes")
    let missing = rows.filter { $0[2] == "f" }
    let name = "\(want.table).\(want.column)"
    guard !missing.isEmpty else {
      return Diagnosis("indexes", name, .pass, "index present: \(want.reason)")
    }
    let part = rows.count > 1 ? " on \(missing.count) of \(rows.count) partitions" : ""
    let statements = missing.map { row in
      "CREATE INDEX CONCURRENTLY \(row[1] ?? "") ON \(row[0] ?? "") (\(want.column));"
    }
    return Diagnosis(
      "indexes", name, .warn, "index missing\(part): \(want.reason)",
      remedy: ["For the service's owner, on the primary:"], statements: statements)
  }
}
