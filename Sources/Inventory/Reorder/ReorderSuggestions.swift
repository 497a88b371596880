import Columns
import Reports
public import Values

/// What to buy, how much and why, at the end of a period.
public struct ReorderSuggestions: ReportComputation {
  let calculator: ReorderCalculator
  let day: Day
  let order: RowOrder
  let suppliers: LabelGroups
  let chosenSuppliers: Set<UUIDBytes>
  /// The pairs to order for, in order.
  ///
  /// Only their numbers are kept; the figures are computed again as each row is written.
  private(set) var suggested: SpillableColumn<Line>

  /// The suggestions of a window that was in the book's plan, for some suppliers, or for all when
  /// none is named.
  public init(
    book: StockBook, window: BookPlan.Window, policy: ResolvedPolicy, suppliers: [UUIDBytes]
  ) {
    calculator = ReorderCalculator(book: book, window: window, policy: policy)
    day = window.lastDay
    order = RowOrder(book)
    chosenSuppliers = Set(suppliers)
    self.suppliers = LabelGroups(book.catalogue.suppliers)
    suggested = SpillableColumn(memory: book.memory)
    suggested = findSuggested()
  }

  /// The name.
  public static let name = "reorder-suggestions"

  /// The tables it gives.
  public static let tables: [ComputedTable<Self>] = [
    ComputedTable("suggestions") { try $0.forEachSuggestion($1) },
    ComputedTable("by_supplier") { try $0.forEachSupplier($1) },
    ComputedTable("not_suggested") { try $0.forEachNotSuggested($1) },
  ]

  /// See `ReportComputation`.
  public static let usesPastPrices = false
  /// See `ReportComputation`.
  public static let usesPolicy = true

  /// Asks for the demand of the window.
  public static func need(_ scope: ComputationScope, of plan: inout BookPlan) {
    plan.need(scope.window)
  }

  /// The suggestions at the end of a report's window.
  public init(_ facts: StockFacts, scope: ComputationScope) {
    self.init(
      book: facts.book, window: scope.window, policy: facts.policy, suppliers: scope.suppliers)
  }

  /// The names of the checks that it makes.
  public static let checkNames = ["one-per-pair", "no-not-a-number"]

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] {
    let book = calculator.book
    var isSeen = SpillableColumn(repeating: false, count: book.pairs.count, memory: book.memory)
    var repeated = 0
    for line in suggested {
      if isSeen[Int(line.pair)] { repeated += 1 }
      isSeen[Int(line.pair)] = true
    }
    return [
      ComputedCheck(
        "one-per-pair", holds: repeated == 0,
        detail: repeated == 0
          ? "no product is suggested twice for a store" : "\(repeated) lines repeat a product"),
      book.notANumberCheck(at: []),
    ]
  }

  /// A pair to order for, with what its place in the list depends on.
  struct Line {
    var pair: Int32
    var urgency: Urgency
  }

  enum Urgency: UInt8, CaseIterable {
    case outOfStock, critical, due

    var text: String {
      switch self {
      case .outOfStock: "out_of_stock"
      case .critical: "critical"
      case .due: "due"
      }
    }
  }

  func urgency(of decision: ReorderDecision) -> Urgency {
    if let quantity = decision.quantity, quantity <= 0 { return .outOfStock }
    guard let cover = decision.daysOfCover else { return .due }
    return cover <= Int64(decision.terms.leadTimeDays) * 10 ? .critical : .due
  }

  func isChosen(_ pair: Int) -> Bool {
    calculator.view(pair).isSupplied(by: chosenSuppliers)
  }

  private func findSuggested() -> SpillableColumn<Line> {
    let book = calculator.book
    var lines = SpillableColumn<Line>(memory: book.memory)
    for pair in 0..<book.pairs.count where calculator.isCandidate(pair) && isChosen(pair) {
      let decision = calculator.decide(pair).decision
      guard case .order = decision.outcome else { continue }
      lines.append(Line(pair: Int32(pair), urgency: urgency(of: decision)))
    }
    sort(&lines)
    return lines
  }

  /// By supplier name and id, store name, urgency, SKU, then store and product id; the last first,
  /// since each sort keeps the order of the one before.
  private func sort(_ lines: inout SpillableColumn<Line>) {
    let book = calculator.book
    let labels = book.catalogue.suppliers
    var supplierRank = Array(repeating: Int32(0), count: labels.count)
    for (rank, supplier) in labels.indices.sorted(by: { labels[$0].precedes(labels[$1]) })
      .enumerated()
    {
      supplierRank[supplier] = Int32(rank)
    }
    func product(_ line: Line) -> Int { Int(book.pairs.products[Int(line.pair)]) }
    func store(_ line: Line) -> Int { Int(book.pairs.stores[Int(line.pair)]) }
    let products = book.catalogue.products
    lines.sort(ranks: products.count) { order.ids.products[product($0)] }
    lines.sort(ranks: book.stores.count) { order.ids.stores[store($0)] }
    lines.sort(ranks: products.count) { order.productBySKU[product($0)] }
    lines.sort(ranks: Urgency.allCases.count) { Int32($0.urgency.rawValue) }
    lines.sort(ranks: book.stores.count) { order.storeByName[store($0)] }
    lines.sort(ranks: labels.count) { supplierRank[Int(products[product($0)].supplier)] }
  }
}

extension GroupLabel {
  /// By name, then id, what is missing first.
  func precedes(_ other: GroupLabel) -> Bool {
    if !name.utf8.elementsEqual(other.name.utf8) {
      return name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
    guard let otherID = other.id else { return false }
    return id.map { $0 < otherID } ?? true
  }
}
