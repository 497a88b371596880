import ReorderReview
import Reports
import StateStore

/// One line as the pages show it: texts only.
struct LineView {
  /// A figure that is another than the buyer decided on.
  struct Change {
    var label: String
    var before: String
    var now: String
  }

  var id: Int64
  var version: Int64
  var sku: String
  var barcode: String?
  var product: String
  var category: String?
  var store: String
  var supplier: String
  var unit: String
  var onHand: String
  var onOrder: String
  var maxStock: String
  var demand: String
  var cover: String
  var stockout: String
  var suggested: String
  var unitCost: String
  var value: String
  var urgency: String
  var urgencyClass: String
  var why: String
  var pack: String?
  var state: String
  var stateClass: String
  var tone: String
  var decision: String?
  var marks: [String]
  var changes: [Change]
  var hasChanges: Bool
  var quantity: String
  var reason: String
  var until: String
  var approve: String
  var canDecide: Bool
  var canUndo: Bool
  var canReopen: Bool

  init(_ item: ReviewedLine) {
    let line = item.line
    let figures = line.figures
    id = line.id
    version = line.version
    sku = line.labels.sku
    barcode = line.labels.barcode.isEmpty ? nil : line.labels.barcode
    product = line.labels.product
    category = line.labels.category.isEmpty ? nil : line.labels.category
    store = line.labels.store
    supplier = Self.name(ofSupplier: line.key.supplier, line.labels.supplier)
    unit = line.labels.unit
    onHand = OrderQuantity.text(figures.onHand)
    onOrder = figures.onOrder == 0 ? "–" : OrderQuantity.text(figures.onOrder)
    maxStock = figures.maxStock.map { $0 == 0 ? "–" : OrderQuantity.text($0) } ?? "–"
    demand =
      figures.averageDailyDemand.map {
        ReviewText.number(ExactDecimal.rescale(Int128($0), from: 6, to: 2), scale: 2)
      } ?? "–"
    cover = figures.daysOfCover.map { ReviewText.number(Int128($0), scale: 1) } ?? "–"
    stockout = figures.stockout?.description ?? "–"
    suggested = item.isNoLongerSuggested ? "–" : OrderQuantity.text(figures.suggested)
    unitCost = figures.unitCost.map(ReviewText.money) ?? "unknown"
    value = line.value.map(ReviewText.money) ?? "unknown"
    (urgency, urgencyClass) = Self.words(figures.urgency)
    why = figures.reason
    pack = Self.words(line.terms)
    state = Self.words(item.state)
    stateClass = item.state.rawValue
    tone = [.approved, .ordered].contains(item.state) ? "good" : "plain"
    decision = Self.decision(item)
    marks = Self.marks(item)
    changes = Self.changes(line)
    hasChanges = !changes.isEmpty
    quantity = ExactDecimal.shortText(Int128(line.quantity), scale: 3)
    reason = item.state == .open ? "" : line.stance.decision.reason
    until = line.stance.decision.until?.description ?? item.today.advanced(by: 7).description
    approve = item.state == .approved ? "Change" : "Approve"
    canDecide = item.state != .ordered
    canUndo = [.approved, .dismissed, .snoozed].contains(line.stance.decision.state)
    canReopen = item.state == .ordered
  }

  /// A supplier's name, or the id of one without a name.
  static func name(ofSupplier key: String, _ name: String) -> String {
    name.isEmpty ? key == ReviewKey.noSupplier ? "No supplier" : key : name
  }

  /// How a line stands, in a word.
  static func words(_ state: ReviewDecision.State) -> String {
    switch state {
    case .open: "Open"
    case .approved: "Approved"
    case .dismissed: "Dismissed"
    case .snoozed: "Snoozed"
    case .ordered: "Ordered"
    }
  }

  private static func words(_ urgency: ReviewFigures.Urgency) -> (String, String) {
    switch urgency {
    case .outOfStock: ("Out of stock", "bad")
    case .critical: ("Runs out before an order arrives", "warn")
    case .due: ("Due", "")
    }
  }

  private static func words(_ terms: OrderTerms?) -> String? {
    guard let terms else { return nil }
    var words: [String] = []
    if terms.pack != 1_000, terms.pack != 1 {
      words.append("packs of \(OrderQuantity.text(terms.pack))")
    }
    if terms.minimum > 0 { words.append("at least \(OrderQuantity.text(terms.minimum))") }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private static func decision(_ item: ReviewedLine) -> String? {
    let line = item.line
    let by = "by \(line.stance.by)"
    switch line.stance.decision {
    case .open: return nil
    case .approved(let quantity, let reason):
      return sentence(
        "\(OrderQuantity.text(quantity)) \(line.labels.unit) approved", reason, by)
    case .dismissed(let reason): return sentence("Dismissed", reason, by)
    case .snoozed(let until, let reason): return sentence("Snoozed until \(until)", reason, by)
    case .ordered(let order, let quantity):
      return "\(OrderQuantity.text(quantity)) \(line.labels.unit) in order \(order)"
    }
  }

  private static func sentence(_ what: String, _ reason: String, _ by: String) -> String {
    reason.isEmpty ? "\(what) \(by)" : "\(what) \(by): \(reason)"
  }

  private static func marks(_ item: ReviewedLine) -> [String] {
    var marks: [String] = []
    if item.isNoLongerSuggested {
      marks.append("No longer suggested: approve it again with a reason, or dismiss it")
    }
    if item.isBack {
      marks.append(
        item.line.isChanged
          ? "Dismissed before; the figures have changed since"
          : "Dismissed before, when the same was suggested")
    }
    if item.isSnoozeOver { marks.append("The snooze is over") }
    if item.line.isChanged, !item.isBack {
      marks.append("The figures have changed since the decision")
    }
    if item.line.terms == nil {
      marks.append("Packs and minimum order are unknown: the run was made by an older version")
    }
    if let excess = item.excess(of: item.line.quantity) {
      marks.append("\(OrderQuantity.text(excess)) above the maximum stock")
    }
    if let since = item.overdueSince { marks.append("Ordered and overdue: expected by \(since)") }
    if let order = item.lastOrder, item.state != .ordered {
      marks.append(
        "\(OrderQuantity.text(order.quantity)) ordered on \(order.day) (order \(order.id))")
    }
    return marks
  }

  /// What differs from the figures that were seen, as long as it is marked.
  private static func changes(_ line: ReviewLine) -> [Change] {
    guard line.isChanged, let seen = line.stance.seen else { return [] }
    let now = line.figures
    func money(_ value: Int64?) -> String { value.map(ReviewText.money) ?? "unknown" }
    let all = [
      Change(
        label: "Suggested", before: OrderQuantity.text(seen.suggested),
        now: OrderQuantity.text(now.suggested)),
      Change(label: "Unit cost", before: money(seen.unitCost), now: money(now.unitCost)),
      Change(label: "Urgency", before: words(seen.urgency).0, now: words(now.urgency).0),
      Change(
        label: "In stock", before: OrderQuantity.text(seen.onHand),
        now: OrderQuantity.text(now.onHand)),
      Change(
        label: "Lasts until", before: seen.stockout?.description ?? "–",
        now: now.stockout?.description ?? "–"),
    ]
    return all.filter { $0.before != $0.now }
  }
}
