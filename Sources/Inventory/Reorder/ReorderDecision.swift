import Reports
import Values

/// Whether and how much of one product to order for one store, with every figure that decided.
///
/// Each step takes the rounded figure that is published, so that a person can redo it.
///
/// Sources: safety stock and reorder point under variable demand and lead time as in Silver, Pyke
/// and Thomas, "Inventory and Production Management in Supply Chains", 4th ed., ch. 6 (the
/// (R, s, S) and (s, S) systems), with the protection interval L + R for the order-up-to level.
struct ReorderDecision: Sendable {
  enum Rule: String, Sendable {
    case minMax = "min_max"
    case demand
  }

  enum Outcome: Sendable {
    /// Order this much, scale 3.
    case order(Int64)
    /// Nothing, for a reason.
    case nothing(NoOrder)
  }

  /// Why nothing is ordered.
  enum NoOrder: Sendable {
    /// The stock or a limit that the rule needs is not a number, or is too large to reckon with.
    case notANumber
    /// The min_max rule has neither a reorder level nor a max stock.
    case noReorderLevel
    /// The demand rule has less than a day in stock to count with, or sales that are no numbers.
    case noDemandKnown
    /// The position is above the point at which to order.
    case aboveReorderPoint
    /// The position is at the target already.
    case atTarget
  }

  let terms: ReorderPolicy.Terms
  let demand: Demand
  /// On hand, scale 3; nil when not a number.
  let quantity: Int64?
  let onOrder: Int64
  let reorderLevel: Int64?
  let maxStock: Int64?

  private(set) var rule = Rule.minMax
  private(set) var safetyStock: Int64?
  private(set) var reorderPoint: Int64?
  private(set) var target: Int64?
  /// Whether `target` is twice the reorder level because max stock is 0 or below it.
  private(set) var targetIsDoubledLevel = false
  private(set) var outcome = Outcome.nothing(.notANumber)

  init(
    terms: ReorderPolicy.Terms, demand: Demand, quantity: Int64?, onOrder: Int64,
    reorderLevel: Int64?,
    maxStock: Int64?
  ) {
    self.terms = terms
    self.demand = demand
    self.quantity = quantity
    self.onOrder = onOrder
    self.reorderLevel = reorderLevel
    self.maxStock = maxStock
    rule = chosenRule
    switch rule {
    case .minMax: setMinMax()
    case .demand: setDemand()
    }
    decide()
  }

  /// What an order is a multiple of, scale 3.
  var packSize: Int64 { terms.packSize ?? 1_000 }

  /// On hand and on order, scale 3.
  var position: Int64? {
    quantity.flatMap { (StoredDecimal($0) + StoredDecimal(onOrder)).value }
  }

  /// Days that the stock lasts at the average demand, scale 1; nil without demand.
  var daysOfCover: Int64? {
    guard let (stock, average) = coverParts else { return nil }
    return Int64(exactly: ExactDecimal.divide(stock * 10_000, by: average))
  }

  /// Whole days until the stock is out; nil without demand, and above 3,650 days.
  var daysToStockout: Int? {
    guard let (stock, average) = coverParts, stock * 1_000 <= average * 3_650 else { return nil }
    return Int(stock * 1_000 / average)
  }

  private var coverParts: (stock: Int128, average: Int128)? {
    guard let quantity, let average = demand.average, average > 0 else { return nil }
    return (Int128(max(quantity, 0)), Int128(average))
  }

  private var chosenRule: Rule {
    switch terms.rule {
    case .minMax: .minMax
    case .demand: .demand
    case .auto:
      demand.average != nil && demand.standardDeviation != nil
        && (demand.inStockDays ?? 0) >= 14_000_000 && demand.saleDays >= 5 ? .demand : .minMax
    }
  }

  private mutating func setMinMax() {
    guard let level = reorderLevel, let most = maxStock, level > 0 || most > 0 else { return }
    reorderPoint = level
    targetIsDoubledLevel = most == 0 || most < level
    target = targetIsDoubledLevel ? (StoredDecimal(level) + StoredDecimal(level)).value : most
  }

  private mutating func setDemand() {
    guard let average = demand.average, let deviation = demand.standardDeviation else { return }
    let z = NormalQuantile.z(probability: terms.serviceLevel)
    /// `z * sqrt(days * sigma^2 + d^2 * sigma_L^2)`, scale 12.
    func buffer(days: Int) -> Int128? {
      // sigma^2 has scale 12, d^2 * sigma_L^2 scale 24; without the latter 12 digits more fit.
      let spread = Int128(deviation) * Int128(deviation)
      let scale = terms.leadTimeStdDays == 0 ? 12 : 24
      let (demandPart, overflow) =
        spread.multipliedReportingOverflow(by: Int128(days) * ExactDecimal.powerOfTen(scale - 12))
      let lead = Int128(average) * Int128(terms.leadTimeStdDays)
      let (leadPart, leadOverflow) = lead.multipliedReportingOverflow(by: lead)
      let (sum, sumOverflow) = demandPart.addingReportingOverflow(leadPart)
      guard !overflow, !leadOverflow, !sumOverflow,
        let root = Demand.root(sum, over: ExactDecimal.powerOfTen(scale))
      else { return nil }
      return Int128(z) * Int128(root)
    }
    let lead = terms.leadTimeDays
    let horizon = lead + terms.reviewDays
    guard let leadBuffer = buffer(days: lead), let horizonBuffer = buffer(days: horizon),
      let safety = Int64(exactly: ExactDecimal.rescale(leadBuffer, from: 12, to: 3))
    else { return }
    safetyStock = safety
    let leadDemand = Int128(average) * Int128(lead) + Int128(safety) * 1_000
    reorderPoint = Int64(exactly: ExactDecimal.rescale(leadDemand, from: 6, to: 3))
    let upTo = Int128(average) * Int128(horizon) * 1_000_000 + horizonBuffer
    target = Int64(exactly: ExactDecimal.rescale(upTo, from: 12, to: 3))
  }

  private mutating func decide() {
    guard let position else { return }
    guard let point = reorderPoint, let target else {
      // A limit that is not a number leaves `notANumber`; the demand rule does not look at limits.
      if rule == .demand {
        outcome = .nothing(.noDemandKnown)
      } else if let level = reorderLevel, let most = maxStock, level <= 0, most <= 0 {
        outcome = .nothing(.noReorderLevel)
      }
      return
    }
    guard position <= point else {
      outcome = .nothing(.aboveReorderPoint)
      return
    }
    guard target > position else {
      outcome = .nothing(.atTarget)
      return
    }
    let pack = Int128(packSize)
    let wanted = max(Int128(target) - Int128(position), Int128(terms.minOrderQuantity))
    let quantity = (wanted + pack - 1) / pack * pack
    if let quantity = Int64(exactly: quantity) { outcome = .order(quantity) }
  }
}
