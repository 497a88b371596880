extension PostgresConnection {
  /// Runs one or more statements whose rows, if any, are of no interest.
  ///
  /// `name` appears in errors.
  public mutating func execute(_ sql: String, name: String) throws(PostgresError) {
    _ = try tags(of: sql, name: name)
  }

  /// Runs a query with a small result and gives its rows as text, nil for NULL.
  ///
  /// The whole result is held in memory: for more than some thousand rows use `copyOut`. With
  /// several statements, the rows of all of them follow each other. `name` appears in errors.
  public mutating func rows(_ sql: String, name: String) throws(PostgresError) -> [[String?]] {
    try begin(name)
    defer { canceller.end() }
    try send(sql, name)
    var rows: [[String?]] = []
    let outcome = finishResults(name) { result in
      for row in 0..<result.rowCount {
        var values: [String?] = []
        for field in 0..<result.fieldCount { values.append(result.text(row, field)) }
        rows.append(values)
      }
    }
    if let error = outcome.error { throw error }
    return rows
  }

  /// Runs statements and gives the command tag of each.
  ///
  /// `evenIfCancelled` is for ending the transaction of a cancelled connection.
  mutating func tags(
    of sql: String, name: String, limit: Duration? = nil, evenIfCancelled: Bool = false
  ) throws(PostgresError) -> [String] {
    try begin(name, limit: limit, evenIfCancelled: evenIfCancelled)
    defer { canceller.end() }
    try send(sql, name)
    let outcome = finishResults(name)
    if let error = outcome.error { throw error }
    return outcome.tags
  }
}
