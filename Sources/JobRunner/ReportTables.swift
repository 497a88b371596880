import Inventory
import Reports

/// The computations of one report over a reading.
struct ReportTables {
  private let made: [any ReportComputation]

  init(_ plan: ReportPlan, _ facts: StockFacts) {
    made = plan.computations.map { $0.init(facts, scope: plan.scope) }
  }

  /// Gives the rows of a computed table.
  func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    guard let (computation, name) = BuiltInReports.find(table),
      let found = made.first(where: { type(of: $0).name == computation.name })
    else { preconditionFailure("no computation gives \(table): definitions are checked first") }
    try found.emit(name, to: sink)
  }

  /// What the computations go by, for control queries.
  func basis() -> [TableSummary] { made.flatMap { $0.basis() } }

  /// What the computations found out about their figures; the first word on a name counts.
  func checks() -> [ComputedCheck] { made.flatMap { $0.checks() } }
}
