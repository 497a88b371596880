import Inventory
import Publishing
import Reports
import RollForward

/// One report of a run with its days and parameters settled.
struct ReportPlan {
  var definition: ReportDefinition
  var context: ReportContext
  /// What it asks of its computations.
  var scope: ComputationScope
  /// The values of the query variables, by name.
  var variables: [String: String]
  /// Whether more prices than a query can be given were others than today's at the period's end.
  var hasTooManyPrices = false

  var folder: PeriodFolderName { PeriodFolderName(context: context) }

  /// The computations whose tables the report has.
  var computations: [any ReportComputation.Type] { definition.computations }

  /// Whether it is made of published reports, once those of the same run are published.
  var isOfPublished: Bool { definition.isOfPublished }

  /// Whether nobody meant it: a report that adds up published ones, of a date that ends no period of
  /// its schedule, in a run of all reports.
  func isLeftOut(of request: RunRequest) -> Bool {
    isOfPublished && !request.areNamed && !ScheduledSeries(definition).contains(folder)
  }

  /// Whether the reorder policy has a part in the figures.
  var usesPolicy: Bool { computations.contains { $0.usesPolicy } }

  /// Whether the finance policy has a part in the figures.
  var usesFinance: Bool { definition.usesFinance }

  /// The hash of the reorder policy, for a report that uses it.
  func policyHash(_ request: RunRequest) -> String? {
    usesPolicy && definition.origin == nil ? request.policyHash : nil
  }

  /// The hash of the finance policy, for a report that uses it.
  func financeHash(_ request: RunRequest) -> String? {
    usesFinance && definition.origin == nil ? request.financeHash : nil
  }

  /// Whether a table comes from a query, so that it must be written while the snapshot is open.
  var hasQueries: Bool {
    definition.tables.contains { if case .query = $0.source { true } else { false } }
  }

  /// Whether it looks beyond the stores that it writes.
  var readsAllStores: Bool { computations.contains { $0.readsAllStores } }

  /// Asks for what the report's computations need, those that `isMeant` names.
  func addNeeds(
    to plan: inout BookPlan, of isMeant: (any ReportComputation.Type) -> Bool = { _ in true }
  ) {
    for computation in computations where isMeant(computation) {
      computation.need(scope, of: &plan)
      if let instant = computation.alsoPricedAt(scope) { plan.need(pricesAt: instant) }
    }
  }
}

extension ReportDefinition {
  /// The computations whose tables the report has, each once.
  var computations: [any ReportComputation.Type] {
    let named = Set(
      tables.compactMap { table in
        if case .computation(let name) = table.source {
          BuiltInReports.find(name)?.computation.name
        } else {
          nil
        }
      })
    return BuiltInReports.all.filter { named.contains($0.name) }
  }

  /// Whether values are at the prices of the period's end.
  var usesPastPrices: Bool { computations.contains { $0.usesPastPrices } }

  /// Whether the finance policy has a part in the figures.
  var usesFinance: Bool { computations.contains { $0.usesFinance } }
}

/// The computations that a definition's tables can name: those over a reading, and those over what is
/// published.
enum Computations {
  static let all: [any TableComputation.Type] =
    BuiltInReports.all.map { $0 as any TableComputation.Type } + [RollForward.self]

  /// A table's computation and its name there, by a name such as `inventory-valuation.detail`.
  static func find(_ name: String) -> (computation: any TableComputation.Type, table: String)? {
    guard let point = name.firstIndex(of: ".") else { return nil }
    return all.first { $0.name == name[..<point] }
      .map { ($0, String(name[name.index(after: point)...])) }
  }
}

extension ReportDefinition {
  /// Whether it is made of published reports.
  var isOfPublished: Bool { allComputations.contains { $0.name == RollForward.name } }

  /// The computations whose tables the report has, whatever they are made of.
  var allComputations: [any TableComputation.Type] {
    let named = Set(
      tables.compactMap { table in
        if case .computation(let name) = table.source {
          Computations.find(name)?.computation.name
        } else {
          nil
        }
      })
    return Computations.all.filter { named.contains($0.name) }
  }
}

/// The computations of one report.
struct ReportTables {
  private let made: [any TableComputation]

  /// Those over a reading.
  init(_ plan: ReportPlan, _ stocks: ReadStocks) {
    made = plan.computations.compactMap { computation in
      stocks.of(computation).map { computation.init($0.facts, scope: plan.scope) }
    }
  }

  /// One that is made already.
  init(_ made: any TableComputation) {
    self.made = [made]
  }

  /// Gives the rows of a computed table.
  func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    guard let (computation, name) = Computations.find(table),
      let found = made.first(where: { type(of: $0).name == computation.name })
    else { preconditionFailure("no computation gives \(table): definitions are checked first") }
    try found.emit(name, to: sink)
  }

  /// What the computations go by, for control queries.
  func basis() -> [TableSummary] { made.flatMap { $0.basis() } }

  /// What the computations found out about their figures; the first word on a name counts.
  func checks() -> [ComputedCheck] { made.flatMap { $0.checks() } }
}
