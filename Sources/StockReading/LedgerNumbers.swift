import Postgres

/// How the ledger's numbers are declared, and so what else than numbers they can be.
struct LedgerNumbers {
  /// A condition of SQL: whether one of a movement's numbers is none that reports reckon with.
  let hasNaN: String

  /// Asks for the declarations.
  ///
  /// A DECIMAL of at most 12 digits before the point and 3 behind it, as the service has, can only be
  /// NaN; asking more of each movement would cost the server as much as sending it.
  init(_ connection: inout PostgresConnection) throws {
    let wide = try connection.rows(
      """
      SELECT attname FROM pg_catalog.pg_attribute
      WHERE attrelid = 'stock_movements'::regclass
        AND attname IN ('quantity', 'quantity_before', 'quantity_after')
        AND (atttypmod < 4 OR (atttypmod - 4) & 2047 > 3
          OR ((atttypmod - 4) >> 16) - ((atttypmod - 4) & 2047) > 12)
      ORDER BY attname
      """, name: "numbers of movements"
    ).compactMap { $0.first ?? nil }
    // NaN is above every number, and has no scale.
    hasNaN =
      wide.isEmpty
      ? "'NaN' IN (quantity, quantity_before, quantity_after)"
      : "NOT coalesce("
        + ["quantity", "quantity_before", "quantity_after"].map {
          "abs(\($0)) < 1000000000000 AND min_scale(\($0)) <= 3"
        }.joined(separator: " AND ") + ", false)"
  }
}
