import Columns
public import Reports

/// What came in and what went out in a period, for each product in a store, and what does not add
/// up.
///
/// Opening and closing quantities are taken back from today's on hand, so that the closing of one
/// period is the opening of the next. All values are at the prices of the period's end.
public struct MovementSummary: ReportComputation {
  let book: StockBook
  let order: LongColumn<Int32>
  let moment: StockMoment
  let flow: PeriodFold
  let period: BookPlan.Flow
  let gaps: LedgerGapSource

  /// Gives the gaps of the ledger in the order of `created_at`, `movement_id`, `kind`.
  public typealias LedgerGapSource = ((LedgerGap) throws -> Void) throws -> Void

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

  /// The tables it gives.
  public static let tables = [
    ComputedTable(
      "movement-summary.detail",
      [
        "store_id": .uuid, "store_name": .text, "product_id": .uuid, "sku": .code,
        "product_name": .text, "category_name": .text, "unit": .text,
        "opening_quantity": .quantity, "purchased": .quantity, "sold": .quantity,
        "adjusted_up": .quantity, "adjusted_down": .quantity, "transferred_in": .quantity,
        "transferred_out": .quantity, "other": .quantity, "closing_quantity": .quantity,
        "movements": .integer, "unexplained_quantity": .quantity, "opening_value": .money,
        "closing_value": .money, "sales_at_cost": .money, "sales_at_price": .money,
      ]),
    ComputedTable(
      "movement-summary.by_store",
      [
        "store_id": .uuid, "store_name": .text, "opening_value": .money, "purchases": .money,
        "sales": .money, "adjustments": .money, "transfers": .money, "other": .money,
        "rounding": .money, "closing_value": .money, "movements": .integer,
        "sales_at_price": .money,
      ]),
    ComputedTable(
      "movement-summary.by_type",
      [
        "store_id": .uuid, "store_name": .text, "movement_type": .text, "unit": .text,
        "movements": .integer, "quantity_in": .quantity, "quantity_out": .quantity,
        "value_in": .money, "value_out": .money,
      ]),
    ComputedTable(
      "movement-summary.by_day",
      [
        "date": .date, "store_id": .uuid, "store_name": .text, "movement_type": .text,
        "movements": .integer, "value_in": .money, "value_out": .money,
      ]),
    ComputedTable(
      "movement-summary.ledger_gaps",
      [
        "movement_id": .uuid, "store_id": .uuid, "store_name": .text, "product_id": .uuid,
        "sku": .code, "created_at": .timestamp, "kind": .text, "expected": .quantity,
        "found": .quantity,
      ]),
  ]

  /// The names of the checks that it makes.
  public static let checkNames = ["roll-forward", "no-not-a-number"]

  /// Gives the rows of a table, by its name, in order.
  public func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    switch table {
    case "movement-summary.detail": try emitDetail(to: sink)
    case "movement-summary.by_store": try emitByStore(to: sink)
    case "movement-summary.by_type": try emitByType(to: sink)
    case "movement-summary.by_day": try emitByDay(to: sink)
    case "movement-summary.ledger_gaps": try emitGaps(to: sink)
    default: preconditionFailure("no computation named \(table)")
    }
  }

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] {
    var open = 0
    for pair in 0..<book.pairs.count {
      let line = MovementLine(self, pair: pair)
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

  private func emitDetail(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    for pair in order {
      let line = MovementLine(self, pair: Int(pair))
      guard line.isListed else { continue }
      row.removeAll()
      line.append(to: &row)
      try sink(row)
    }
  }

  private func emitGaps(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    try gaps { gap in
      guard flow.start <= gap.createdAt, gap.createdAt < flow.end else { return }
      let product = book.catalogue.products[Int(book.pairs.products[Int(gap.pair)])]
      row.removeAll()
      row.append(.uuid(gap.movement))
      row.append(store: book.pairs.stores[Int(gap.pair)], of: book)
      row.append(.uuid(product.id))
      row.append(product.sku, in: book.catalogue.texts)
      row.append(.timestamp(gap.createdAt))
      row.append(text: gap.kind == .brokenChain ? "broken_chain" : "wrong_sum")
      row.append(gap.expected)
      row.append(gap.found)
      try sink(row)
    }
  }
}
