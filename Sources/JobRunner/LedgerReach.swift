import Postgres
import Reports
import StockReading

/// How far back the ledger goes: of a time before its first movement nothing is known.
struct LedgerReach {
  /// What whoever reads a report has to know, by the report's name.
  private(set) var warnings: [String: CheckResult] = [:]

  /// Looks for a movement before the periods of some plans.
  ///
  /// Throws `JobError.usage` when a person asks for a period that was over before the first movement;
  /// one that the schedule asks for, as on the first night of a shop, is made, and says so.
  init(
    _ plans: [ReportPlan], request: RunRequest, from connection: inout PostgresConnection
  ) throws {
    var firsts: [Instant: Instant?] = [:]
    for plan in plans where ScheduledSeries(plan.definition).isDated {
      let period = plan.context.period
      // A report of a date is as of its end, one of several dates begins with an opening stock.
      let needed = plan.definition.has(parameter: "from") ? period.start : period.end
      if firsts[needed] == nil {
        firsts[needed] = .some(try Self.first(unlessBefore: needed, from: &connection))
      }
      guard let first = firsts[needed].flatMap(\.self) else { continue }
      let calendar = request.calendar
      let day = calendar.day(of: first)
      if period.end <= first, request.namesDays {
        throw JobError.usage(
          "nothing is known of \(period.label): the first movement in stock_movements is of \(day);"
            + " ask for \(day) or later")
      }
      warnings[plan.definition.name] = CheckResult(
        name: "ledger-reach", title: "The ledger reaches back to before the period.",
        outcome: .warned, expected: "before \(calendar.text(needed))", found: calendar.text(first),
        detail: "the ledger begins on \(calendar.text(first)): earlier stock is worked out from"
          + " today's levels, and earlier movements are unknown")
    }
  }

  /// The first movement, when none is before an instant; nil also for a ledger without any.
  private static func first(
    unlessBefore instant: Instant, from connection: inout PostgresConnection
  ) throws -> Instant? {
    // By the index on created_at this costs nothing; without it, one row is soon found.
    let dated = StockReading.dated
    let before = try connection.rows(
      "SELECT 1 FROM stock_movements WHERE \(dated) AND created_at < '\(instant)' LIMIT 1",
      name: "ledger reach")
    guard before.isEmpty else { return nil }
    let first = try connection.rows(
      """
      SELECT (extract(epoch FROM min(created_at)) * 1000000)::bigint FROM stock_movements
      WHERE \(dated)
      """, name: "ledger reach")
    return first.first?.first.flatMap(\.self).flatMap { Int64($0) }.map {
      Instant(microseconds: $0)
    }
  }
}
