import Inventory
package import Postgres
package import Register
package import Values

extension StockReading {
  /// Takes a look at the movements of business dates: the server adds each date up, and only those that
  /// are new, or differ from what the look before saw, are read.
  ///
  /// Throws `PostgresError`, and `RegisterProblem` when the register cannot be read or written.
  package func take(
    _ look: NewLook, in calendar: BusinessCalendar, from connection: inout PostgresConnection
  ) throws {
    let checksums = try businessDates(look.days, calendar, &connection)
    let columns = ["id", "product_id", "store_id", "movement_type", "quantity", "created_at"]
    for day in look.days {
      let checksum = checksums[day] ?? DateChecksum()
      guard !look.keeps(day, checksum) else { continue }
      try look.open(day)
      try connection.copyOut(
        """
        SELECT \(columns.joined(separator: ", ")) FROM stock_movements
        WHERE created_at >= \(calendar.start(of: day).sqlLiteral)
          AND created_at < \(calendar.start(of: day.advanced(by: 1)).sqlLiteral)
        ORDER BY id
        """, name: "movements of a date", columns: columns
      ) { row in
        var isReadable = true
        try look.add(
          RegisteredMovement(
            id: row.uuid(0), product: row.uuid(1), store: row.uuid(2),
            type: row.string(3, &isReadable), quantity: row.stored(4, scale: 3).value,
            createdAt: row.instant(5)))
      }
      try look.close(checksum)
    }
  }

  /// The checksums of business dates that follow one another, which need not be of 24 hours.
  private func businessDates(
    _ days: [Day], _ calendar: BusinessCalendar, _ connection: inout PostgresConnection
  ) throws -> [Day: DateChecksum] {
    guard let first = days.first, let last = days.last else { return [:] }
    let starts = (days + [last.advanced(by: 1)]).map { calendar.start(of: $0) }
    let bounds = starts.map(\.description).joined(separator: ",")
    var found: [Day: DateChecksum] = [:]
    // The numbers are joined for the planner, as in `checksums`.
    try connection.copyOut(
      """
      SELECT place, count(*) AS movements, sum(\(Self.hash)) AS hash
      FROM stock_movements JOIN generate_series(1, \(days.count)) AS places (place)
        ON place = width_bucket(created_at, '{\(bounds)}'::timestamptz[])
      WHERE created_at >= \(starts[0].sqlLiteral)
        AND created_at < \(starts[starts.count - 1].sqlLiteral)
      GROUP BY place
      """, name: "checksums of business dates", columns: ["place", "movements", "hash"]
    ) { row in
      guard case .finite(let hash) = try row.numeric(2, scale: 0) else { return }
      found[first.advanced(by: Int(try row.integer(0)) - 1)] = DateChecksum(
        movements: Int(try row.integer(1)), hash: UInt64(truncatingIfNeeded: hash))
    }
    return found
  }
}
