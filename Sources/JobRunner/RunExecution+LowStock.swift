import Inventory
import Logging
import Postgres
import Publishing

/// A reading for alerts, of which nothing is written or published.
extension RunExecution {
  /// Reads the stock for the request's reports.
  mutating func readLowStock(
    from connection: inout PostgresConnection, source: ChosenSource, rearmMargin: Int
  ) throws {
    let snapshot = try Snapshot(&connection, in: request.calendar)
    self.snapshot = snapshot
    events(.connected(host: connection.host, isStandby: snapshot.source.isStandby ?? false))
    plans = try ReportPlanner(request: request, now: now, stores: [], suppliers: []).plans()
    for index in plans.indices { plans[index].scope.window.rearmMargin = rearmMargin }
    try readBook(stores: [], from: &connection, source: source) { _ in }
    // Of a report, a check says it.
    for line in policy?.misfits ?? [] { logger.warning("\(line)") }
  }

  /// What is low by the stock that was read.
  func lowStock() -> LowStockReading {
    guard let snapshot, let book, let policy, let plan = plans.first else {
      preconditionFailure("the stock is read before it is looked at")
    }
    return LowStockReading(
      stock: LowStock(book: book, window: plan.scope.window, policy: policy, suppliers: []),
      asOf: now, source: snapshot.source, warnings: warnings, stateError: journal.failure)
  }
}
