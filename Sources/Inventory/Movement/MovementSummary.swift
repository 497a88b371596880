import Columns
import Reports

/// What came in and what went out in a period, for each product in a store, and what does not add
/// up.
///
/// Opening and closing quantities are taken back from today's on hand, so that the closing of one
/// period is the opening of the next. All values are at the prices of the period's end.
public struct MovementSummary: ReportComputation {
  let book: StockBook
  let order: SpillableColumn<Int32>
  let moment: StockMoment
  let flow: PeriodFold
  let period: BookPlan.Flow
  let gaps: LedgerGapSource

  /// The summary of a flow that was in the book's plan; `gaps` gives back what the book's `onGap`
  /// was given.
  public init(book: StockBook, flow: BookPlan.Flow, gaps: @escaping LedgerGapSource) {
    self.book = book
    self.gaps = gaps
    order = RowOrder(book).byName(book)
    moment = StockMoment(book, at: flow.end)
    period = flow
    self.flow =
      book.flow(start: flow.start, end: flow.end)
      ?? PeriodFold(
        start: flow.start, end: flow.end,
        days: DayCursor(first: flow.firstDay, last: flow.lastDay, calendar: book.plan.calendar),
        memory: book.memory)
  }

  /// The name.
  public static let name = "movement-summary"

  /// The tables it gives.
  public static let tables: [ComputedTable<Self>] = [
    ComputedTable("detail") { try $0.forEachLine($1) },
    ComputedTable("by_store") { try $0.forEachStore($1) },
    ComputedTable("by_type") { try $0.forEachType($1) },
    ComputedTable("by_day") { try $0.forEachDay($1) },
    ComputedTable("ledger_gaps") { try $0.forEachGap($1) },
  ]

  /// See `ReportComputation`.
  public static let usesPastPrices = true
  /// See `ReportComputation`.
  public static let usesPolicy = false

  /// Asks for the movements of the period.
  public static func need(_ scope: ComputationScope, of plan: inout BookPlan) {
    plan.need(scope.period)
  }

  /// The summary of a report's period.
  public init(_ facts: StockFacts, scope: ComputationScope) {
    self.init(book: facts.book, flow: scope.period, gaps: facts.gaps)
  }

  /// The names of the checks that it makes.
  public static let checkNames = ["roll-forward", "no-not-a-number"]

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] {
    var open = 0
    for pair in 0..<book.pairs.count {
      let line = MovementFigures(self, pair: pair)
      guard line.isListed, let closes = line.closes else { continue }
      if !closes { open += 1 }
    }
    return [
      ComputedCheck(
        "roll-forward", holds: open == 0,
        detail: open == 0
          ? "opening quantity and every flow add up to the closing quantity on each row"
          : "\(open) rows do not add up"),
      book.notANumberCheck(at: [moment.prices]),
    ]
  }

  private func forEachLine(_ body: (MovementLine) throws -> Void) rethrows {
    for pair in order {
      let line = MovementFigures(self, pair: Int(pair))
      if line.isListed { try body(MovementLine(line)) }
    }
  }

  private func forEachGap(_ body: (GapLine) throws -> Void) throws {
    try gaps { gap in
      guard flow.start <= gap.createdAt, gap.createdAt < flow.end else { return }
      try body(GapLine(moment: moment, gap: gap))
    }
  }
}

/// A place in the ledger where one balance does not lead to the next.
struct GapLine: StoreLine, ProductLine {
  let moment: StockMoment
  let gap: LedgerGap
  let product: Product

  init(moment: StockMoment, gap: LedgerGap) {
    self.moment = moment
    let book = moment.book
    self.gap = gap
    product = book.catalogue.products[Int(book.pairs.products[Int(gap.pair)])]
  }

  var store: Int32 { book.pairs.stores[Int(gap.pair)] }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("movement_id", .uuid) { $0.gap.movement }
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("created_at", .timestamp) { $0.gap.createdAt }
    columns.column("kind", .text) { $0.gap.kind == .brokenChain ? "broken_chain" : "wrong_sum" }
    columns.column("expected", .quantity) { $0.gap.expected }
    columns.column("found", .quantity) { $0.gap.found }
  }
}
