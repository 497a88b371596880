import Inventory
import Reports
import StockReading

/// The computations of one report over the book, made when first asked for.
struct ReportTables {
  private var made: [Computation: any ReportComputation] = [:]

  init(_ plan: ReportPlan, book: StockBook, gaps: GapSpool, policy: ResolvedPolicy) {
    for computation in plan.computations {
      made[computation] =
        switch computation {
        case .inventoryValuation:
          InventoryValuation(book: book, flow: plan.valuationFlow)
        case .movementSummary:
          MovementSummary(book: book, flow: plan.summaryFlow, gaps: gaps.forEach)
        case .reorderSuggestions:
          ReorderSuggestions(
            book: book, window: plan.window, policy: policy, suppliers: plan.suppliers)
        case .lowStock:
          LowStock(book: book, window: plan.window, policy: policy, suppliers: plan.suppliers)
        }
    }
  }

  /// Gives the rows of a computed table.
  func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    guard let computation = Computation(table: table).flatMap({ made[$0] }) else {
      preconditionFailure("no computation named \(table): definitions are checked first")
    }
    try computation.emit(table, to: sink)
  }

  /// What the computations go by, for control queries.
  func basis() -> [TableSummary] {
    Computation.allCases.compactMap { made[$0] }.flatMap { $0.basis() }
  }

  /// What the computations found out about their figures; the first word on a name counts.
  func checks() -> [ComputedCheck] {
    Computation.allCases.compactMap { made[$0] }.flatMap { $0.checks() }
  }
}
