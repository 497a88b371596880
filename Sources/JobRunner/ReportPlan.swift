import Inventory
import Publishing
import Reports

/// One report of a run with its days and parameters settled.
struct ReportPlan {
  let definition: ReportDefinition
  let context: ReportContext
  /// The period that the movements of a valuation or a summary are summed over, per computation.
  let valuationFlow: BookPlan.Flow
  let summaryFlow: BookPlan.Flow
  var window: BookPlan.Window
  let suppliers: [UUIDBytes]
  /// The values of the query variables, by name.
  var variables: [String: String]
  /// Whether more prices than a query can be given were others than today's at the period's end.
  var hasTooManyPrices = false

  var folder: PeriodFolderName { PeriodFolderName(context: context) }

  /// The computations whose tables the report has.
  var computations: Set<Computation> { definition.computations }

  /// Whether the reorder policy has a part in the figures.
  var usesPolicy: Bool {
    !computations.isDisjoint(with: [.reorderSuggestions, .lowStock])
  }

  /// The hash of the policy, for a report that uses it.
  func policyHash(_ request: RunRequest) -> String? {
    usesPolicy ? request.policyHash : nil
  }

  /// Whether a table comes from a query, so that it must be written while the snapshot is open.
  var hasQueries: Bool {
    definition.tables.contains { if case .query = $0.source { true } else { false } }
  }

  /// Asks for what the report's computations need.
  func addNeeds(to plan: inout BookPlan) {
    for computation in computations {
      switch computation {
      case .inventoryValuation:
        plan.need(valuationFlow)
        plan.need(pricesAt: valuationFlow.start)
      case .movementSummary: plan.need(summaryFlow)
      case .reorderSuggestions, .lowStock: plan.need(window)
      }
    }
  }
}

extension ReportDefinition {
  /// The computations whose tables the report has.
  var computations: Set<Computation> {
    Set(
      tables.compactMap { table in
        if case .computation(let name) = table.source { Computation(table: name) } else { nil }
      })
  }
}

/// The four computations over the stock book.
enum Computation: String, CaseIterable, Hashable {
  case inventoryValuation = "inventory-valuation"
  case movementSummary = "movement-summary"
  case reorderSuggestions = "reorder-suggestions"
  case lowStock = "low-stock"

  /// The names of the checks that it makes.
  var checkNames: [String] {
    switch self {
    case .inventoryValuation: InventoryValuation.checkNames
    case .movementSummary: MovementSummary.checkNames
    case .reorderSuggestions: ReorderSuggestions.checkNames
    case .lowStock: LowStock.checkNames
    }
  }

  /// The computation that gives a table such as `inventory-valuation.detail`.
  init?(table: String) {
    self.init(rawValue: String(table.prefix { $0 != "." }))
  }
}
