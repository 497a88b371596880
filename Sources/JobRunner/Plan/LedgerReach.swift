import Inventory
import Postgres
package import Publishing
package import Reports
import StockReading
import Values

/// How far back the ledger goes: of a time before its first movement nothing is known.
struct LedgerReach {
  /// What the reader of a report has to know, by the report's name.
  private(set) var warnings: [String: CheckResult] = [:]
  /// Whether the ledger has a movement with a time, for each report of days.
  private(set) var hasMovements: [String: Bool] = [:]

  /// Looks for a movement before what some plans show, the opening of a comparison too.
  ///
  /// Throws `JobError.beforeLedger` when a person asks for a period that was over before the first
  /// movement; one that the schedule asks for, as on the first night of a shop, is made, and says so. A
  /// ledger without any movement beside stock is a failed check, for `EarlierRun` to judge.
  init(
    _ plans: [ReportPlan], request: RunRequest, now: Instant,
    from connection: inout PostgresConnection
  ) throws {
    let dated = plans.filter { ScheduledSeries($0.definition).isDated && !$0.isOfPublished }
    var begins: [Instant: Begin] = [:]
    for plan in dated {
      let period = plan.context.period
      // A report of a date is as of its end; one of several dates, or with a comparison, begins with
      // an opening stock.
      let needed =
        plan.definition.has(parameter: "from")
        ? period.start
        : plan.definition.has(parameter: "compare_with") ? plan.scope.change.start : period.end
      if begins[needed] == nil { begins[needed] = try Begin(needed: needed, from: &connection) }
      let calendar = request.calendar
      hasMovements[plan.definition.name] =
        if case .never = begins[needed] { false } else { true }
      switch begins[needed] {
      case .before, nil: continue
      // Without stock either there is nothing to get wrong.
      case .never(hasStock: false): continue
      case .never:
        if request.namesDays, !period.provisional {
          throw JobError.usage(
            "no data for \(period.label): stock_movements has no movement with a time")
        }
        warnings[plan.definition.name] = CheckResult(
          name: LedgerCheck.movements, title: "The ledger has movements.", outcome: .failed,
          detail: "stock_movements has no movement with a time, although stock_levels has stock:"
            + " movements are unknown, and earlier stock is assumed to be today's")
      case .later(let first):
        if period.end <= first, request.namesDays {
          let day = calendar.day(of: first)
          guard day > calendar.day(of: now) else {
            throw JobError.beforeLedger(period: period.label, first: day)
          }
          throw JobError.usage(
            "no data for \(period.label): the first movement in stock_movements is dated"
              + " \(day), which is in the future by the server's clock")
        }
        warnings[plan.definition.name] = CheckResult(
          name: LedgerCheck.reach, title: "The ledger reaches back to before the period.",
          outcome: .warned, expected: "before \(calendar.text(needed))",
          found: calendar.text(first),
          detail: "the ledger begins on \(calendar.text(first)): earlier stock is worked out from"
            + " today's levels, and earlier movements are unknown")
      }
    }
  }

  /// When the ledger begins, as seen from an instant.
  private enum Begin {
    /// Before it.
    case before
    /// Not before it, but then.
    case later(Instant)
    /// It has no movement with a time; and whether there is any stock all the same.
    case never(hasStock: Bool)

    init(needed instant: Instant, from connection: inout PostgresConnection) throws {
      // By the index on created_at this costs nothing; without it, one row is soon found.
      let dated = StockReading.dated
      let before = try connection.rows(
        "SELECT 1 FROM stock_movements WHERE \(dated) AND created_at < '\(instant)' LIMIT 1",
        name: "ledger reach")
      guard before.isEmpty else {
        self = .before
        return
      }
      let first = try connection.rows(
        """
        SELECT (extract(epoch FROM min(created_at)) * 1000000)::bigint FROM stock_movements
        WHERE \(dated)
        """, name: "ledger reach")
      if let instant = Instant(sent: first.first?.first ?? nil) {
        self = .later(instant)
        return
      }
      let stock = try connection.rows(
        "SELECT 1 FROM stock_levels WHERE quantity_on_hand <> 0 LIMIT 1", name: "ledger reach")
      self = .never(hasStock: !stock.isEmpty)
    }
  }
}

/// The names of what is checked of the ledger.
enum LedgerCheck {
  static let reach = "ledger-reach"
  static let movements = "ledger-has-movements"
  static let kept = "ledger-keeps-movements"
  /// Those that ask the ledger itself.
  static let counts: Set = [movements, kept]
  static let all: Set = [reach, movements, kept]
}

extension PublishedRun {
  /// The check that says that the ledger does not tell what the run begins with; nil when it does.
  package var ledgerDoubt: CheckResult? {
    facts.checks.first { [LedgerCheck.reach, LedgerCheck.movements].contains($0.name) }
  }
}
