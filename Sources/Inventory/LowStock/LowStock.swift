import Columns
public import Values

/// What is at or below its reorder level now, since when, and what to order of it.
public struct LowStock: ReportComputation {
  let calculator: ReorderCalculator
  let chosenSuppliers: Set<UUIDBytes>

  /// The stock at the end of a window that was in the book's plan and that ends now, of some
  /// suppliers, or of all when none is named.
  public init(
    book: StockBook, window: BookPlan.Window, policy: ResolvedPolicy, suppliers: [UUIDBytes]
  ) {
    calculator = ReorderCalculator(book: book, window: window, policy: policy)
    chosenSuppliers = Set(suppliers)
  }

  /// The name.
  public static let name = "low-stock"

  /// The tables it gives.
  public static let tables: [ComputedTable<Self>] = [
    ComputedTable("low_stock") { low, body in
      for line in low.lines { try body(LowStockLine(low, pair: Int(line.pair))) }
    }
  ]

  /// See `ReportComputation`.
  public static let usesPastPrices = false
  /// See `ReportComputation`.
  public static let usesPolicy = true

  /// Asks for the demand of the window.
  public static func need(_ scope: ComputationScope, of plan: inout BookPlan) {
    plan.need(scope.window)
  }

  /// The stock at the end of a report's window.
  public init(_ facts: StockFacts, scope: ComputationScope) {
    self.init(
      book: facts.book, window: scope.window, policy: facts.policy, suppliers: scope.suppliers)
  }

  /// The names of the checks that it makes.
  public static let checkNames = ["no-not-a-number"]

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] { [calculator.book.notANumberCheck(at: [])] }

  /// A pair that is low, with what its place in the list depends on.
  private struct Line {
    var pair: Int32
    /// Scale 1; below 0 when there is none.
    var daysOfCover: Int64
  }

  /// By store name, what is out of stock first, days of cover with empty last, SKU, store and product
  /// id; the last first, since each sort keeps the order of the one before.
  private var lines: SpillableColumn<Line> {
    let book = calculator.book
    let order = RowOrder(book)
    var lines = SpillableColumn<Line>(memory: book.memory)
    for pair in lowPairs(order.ids) {
      lines.append(
        Line(pair: pair, daysOfCover: calculator.decide(Int(pair)).decision.daysOfCover ?? -1))
    }
    lines.sort(ranks: order.productBySKU.count) {
      order.productBySKU[Int(book.pairs.products[Int($0.pair)])]
    }
    lines.sort { UInt64(max($0.daysOfCover, 0)) }
    lines.sort(ranks: 2) { $0.daysOfCover < 0 ? 1 : 0 }
    lines.sort(ranks: 2) { isOutOfStock(book.levels[Int($0.pair)]) ? 0 : 1 }
    lines.sort(ranks: order.storeByName.count) {
      order.storeByName[Int(book.pairs.stores[Int($0.pair)])]
    }
    return lines
  }

  /// By store and product id, which is the order of the alerts.
  func lowPairs(_ ids: IDOrder) -> SpillableColumn<Int32> {
    ids.pairs(of: calculator.book) {
      calculator.isCandidate($0) && isLow(calculator.book.levels[$0])
        && calculator.view($0).isSupplied(by: chosenSuppliers)
    }
  }

  func isLow(_ level: StockLevel) -> Bool {
    StockRule.isLow(level.onHand, at: level.reorderLevel)
  }

  func isOutOfStock(_ level: StockLevel) -> Bool { (level.onHand.value ?? 0) <= 0 }
}
