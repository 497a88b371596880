package import Inventory
import Logging
import Postgres
package import Publishing
import Reports
package import StateStore
package import Values

/// What is low by one snapshot, for those who tell of it.
package struct LowStockReading {
  /// The stock, by the computation of the report `low-stock`.
  package let stock: LowStock
  /// The snapshot's time by the database's clock.
  package let asOf: Instant
  /// Where the data were read.
  package let source: SourceFacts
  /// What has to be said besides, a sentence each.
  package let warnings: [String]
  /// Why the prices that were seen are not remembered.
  package let stateError: StateError?
}

/// What alerts read from one snapshot: nothing of it is written or published.
struct StockForAlerts {
  private let attempt: RunAttempt
  private let snapshot: Snapshot
  private let plan: ReportPlan
  private let stock: ReadStock

  /// Reads in the open snapshot of a connection; the request names one report of low stock.
  init(
    _ attempt: RunAttempt, from connection: inout PostgresConnection, source: ChosenSource,
    rearmMargin: Int
  ) throws {
    var attempt = attempt
    let snapshot = try Snapshot(
      &connection, now: attempt.request.now, in: attempt.request.calendar)
    attempt.events(
      .connected(host: connection.host, isStandby: snapshot.source.isStandby ?? false))
    var plans = try ReportPlanner(
      request: attempt.request, now: snapshot.now, stores: [], suppliers: []
    ).plans()
    for index in plans.indices { plans[index].scope.window.rearmMargin = rearmMargin }
    let products = try ReadProducts(
      for: &plans, stores: [], &attempt, snapshot, source, from: &connection)
    guard let plan = plans.first,
      let stock = try products?.stocks(&attempt, snapshot, source, from: &connection).asked
    else { throw JobError.usage("no report of low stock is asked for") }
    // Of a report, a check says it.
    for line in stock.policy.misfits { attempt.logger.warning("\(line)") }
    self.attempt = attempt
    self.snapshot = snapshot
    self.plan = plan
    self.stock = stock
  }

  /// What is low.
  func lowStock() -> LowStockReading {
    LowStockReading(
      stock: LowStock(
        book: stock.book, window: plan.scope.window, policy: stock.policy, suppliers: []),
      asOf: snapshot.now, source: snapshot.source, warnings: attempt.warnings,
      stateError: attempt.journal.failure)
  }
}
