public import Reports
public import Values

/// What a report's days and parameters ask of its computations.
public struct ComputationScope: Sendable {
  /// The movements between the day that a valuation is compared with and its own.
  public var change: BookPlan.Flow
  /// The movements of the report's period.
  public var period: BookPlan.Flow
  /// The days that demand is measured over.
  public var window: BookPlan.Window
  /// The suppliers to suggest orders for; all when empty.
  public var suppliers: [UUIDBytes]
  /// The stores to write, where all have to be read; all when empty.
  public var stores: [UUIDBytes]

  /// A scope.
  public init(
    change: BookPlan.Flow, period: BookPlan.Flow, window: BookPlan.Window, suppliers: [UUIDBytes],
    stores: [UUIDBytes] = []
  ) {
    self.change = change
    self.period = period
    self.window = window
    self.suppliers = suppliers
    self.stores = stores
  }
}

/// What a reading gave: everything that a computation is made of.
public struct StockFacts {
  /// The book.
  public var book: StockBook
  /// The reorder policy for its products.
  public var policy: ResolvedPolicy
  /// The finance policy for its categories.
  public var finance: ResolvedFinancePolicy
  /// Gives the gaps of the ledger.
  public var gaps: LedgerGapSource

  /// The facts.
  public init(
    book: StockBook, policy: ResolvedPolicy, finance: ResolvedFinancePolicy,
    gaps: @escaping LedgerGapSource
  ) {
    self.book = book
    self.policy = policy
    self.finance = finance
    self.gaps = gaps
  }
}

/// Tables that the program computes, and what it finds out about their figures, whatever it computes
/// them from.
public protocol TableComputation: SendableMetatype {
  /// The name, with which the names of its tables begin: `inventory-valuation.detail`.
  static var name: String { get }
  /// The tables that it gives.
  static var tables: [ComputedTable<Self>] { get }
  /// The names of the checks that it makes.
  static var checkNames: [String] { get }

  /// What it found out about its own figures.
  func checks() -> [ComputedCheck]

  /// What it goes by, added up, as tables that are in no file: the query of a check can name them.
  func basis() -> [TableSummary]
}

/// One of the built-in reports over a finished book.
///
/// `BuiltInReports.all` lists them.
public protocol ReportComputation: TableComputation {
  /// Whether the reorder policy has a part in its figures.
  static var usesPolicy: Bool { get }
  /// Whether the finance policy has a part in its figures.
  static var usesFinance: Bool { get }
  /// Whether it looks beyond the stores that it writes, which `ComputationScope.stores` names: so it is
  /// made of a reading of all.
  static var readsAllStores: Bool { get }

  /// Whether its values are at the prices of the period's end. An order is paid at today's, whatever
  /// the date that it is suggested for.
  static var usesPastPrices: Bool { get }

  /// The instant before its end of which it uses the prices, too.
  static func alsoPricedAt(_ scope: ComputationScope) -> Instant?

  /// Asks for what it needs of the book.
  static func need(_ scope: ComputationScope, of plan: inout BookPlan)

  /// The computation over a book that was asked for what it needs.
  init(_ facts: StockFacts, scope: ComputationScope)
}

extension ReportComputation {
  /// It has none.
  public static var usesFinance: Bool { false }

  /// Only at those that it writes.
  public static var readsAllStores: Bool { false }

  /// None: only the prices of its end.
  public static func alsoPricedAt(_ scope: ComputationScope) -> Instant? { nil }
}

extension TableComputation {
  /// Nothing beside its tables.
  public func basis() -> [TableSummary] { [] }

  /// Gives the rows of a table, by its name such as `detail`, in order.
  ///
  /// The row is lent for the call.
  public func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    guard let table = Self.tables.first(where: { $0.name == table }) else {
      preconditionFailure("\(Self.name) gives no table \(table): definitions are checked first")
    }
    try table.emit(self, sink)
  }

  /// The columns of a table; nil when it gives no such table.
  public static func columns(of table: String) -> [ComputedColumn]? {
    tables.first { $0.name == table }?.columns
  }

  /// The full names of its tables.
  public static var tableNames: [String] { tables.map { "\(name).\($0.name)" } }
}

/// What a computation found out about its own figures, under the name of a definition's check.
public struct ComputedCheck: Sendable {
  /// The check's name.
  public var name: String
  /// Whether it holds.
  public var holds: Bool
  /// A sentence about what was found.
  public var detail: String

  /// What was found of a check.
  public init(_ name: String, holds: Bool, detail: String) {
    self.name = name
    self.holds = holds
    self.detail = detail
  }
}

/// The computations that a definition's tables can name.
public enum BuiltInReports {
  /// All of them; what they found out is told in this order.
  public static let all: [any ReportComputation.Type] = [
    InventoryValuation.self, MovementSummary.self, ReorderSuggestions.self, LowStock.self,
    StockAgeing.self,
  ]

  /// A table's computation and its name there, by a name such as `inventory-valuation.detail`.
  public static func find(
    _ name: String
  ) -> (computation: any ReportComputation.Type, table: String)? {
    guard let point = name.firstIndex(of: ".") else { return nil }
    return all.first { $0.name == name[..<point] }
      .map { ($0, String(name[name.index(after: point)...])) }
  }
}
