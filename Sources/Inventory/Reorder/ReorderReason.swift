import Reports
import Values

/// One sentence that says why so much is ordered, or why nothing is, with the figures that decided.
enum ReorderReason {
  static func order(_ decision: ReorderDecision, quantity: Int64) -> String {
    let demand = decision.demand
    var text = "\(position(decision)) is at or below "
    switch decision.rule {
    case .minMax:
      text += "the reorder level \(figure(decision.reorderLevel)); order up to "
      text +=
        decision.targetIsDoubledLevel
        ? "\(figure(decision.target)), twice the reorder level because max stock"
          + " \(figure(decision.maxStock)) is \(decision.maxStock == 0 ? "not set" : "below it")"
        : "max stock \(figure(decision.target))"
    case .demand:
      text +=
        "the reorder point \(figure(decision.reorderPoint))"
        + " (\(figure(demand.average, scale: 6)) a day over \(days(decision.terms.leadTimeDays))"
        + " lead time, plus safety stock \(figure(decision.safetyStock)));"
        + " order up to \(figure(decision.target)), the demand of"
        + " \(days(decision.terms.leadTimeDays + decision.terms.reviewDays)) lead and review time"
        + " plus their safety stock"
    }
    return text + adjustments(decision, quantity: quantity) + "."
  }

  static func nothing(_ decision: ReorderDecision, hasLevel: Bool, isActive: Bool) -> String {
    guard isActive else { return "The product is not active." }
    guard hasLevel else { return "The store has no stock level row for the product." }
    guard case .nothing(let why) = decision.outcome else { return "" }
    switch why {
    case .notANumber:
      return "A stock level of the product is not a number."
    case .noReorderLevel:
      return "Neither a reorder level nor a max stock is set, and "
        + (decision.terms.rule == .auto
          ? "the sales are too few to go by." : "the policy asks for the min_max rule.")
    case .noDemandKnown:
      return "The policy asks for the demand rule, but "
        + ((decision.demand.inStockDays ?? .max) < 1_000_000
          ? "the stock was there for less than a day."
          : "a sale or a balance of the window is not a number.")
    case .aboveReorderPoint where decision.onOrder > 0:
      return "\(figure(decision.onOrder)) on order brings the position to"
        + " \(figure(decision.position)), above \(point(decision))."
    case .aboveReorderPoint:
      return "The position \(figure(decision.position)) is above \(point(decision))."
    case .atTarget where decision.onOrder > 0:
      return "\(figure(decision.onOrder)) on order brings the position to"
        + " \(figure(decision.position)), which reaches the target \(figure(decision.target))."
    case .atTarget:
      return "The position \(figure(decision.position)) is at the target"
        + " \(figure(decision.target)) already."
    }
  }

  private static func position(_ decision: ReorderDecision) -> String {
    decision.onOrder == 0
      ? "On hand \(figure(decision.quantity))"
      : "Position \(figure(decision.position)) (\(figure(decision.quantity)) on hand,"
        + " \(figure(decision.onOrder)) on order)"
  }

  private static func point(_ decision: ReorderDecision) -> String {
    decision.rule == .minMax
      ? "the reorder level \(figure(decision.reorderPoint))"
      : "the reorder point \(figure(decision.reorderPoint)) that demand gives"
  }

  /// What was done to the difference between target and position.
  private static func adjustments(_ decision: ReorderDecision, quantity: Int64) -> String {
    guard let target = decision.target, let position = decision.position else { return "" }
    let wanted = Int128(target) - Int128(position)
    let minimum = decision.terms.minOrderQuantity
    var text = ""
    if minimum > wanted { text += ", raised to the minimum order \(figure(minimum))" }
    if quantity != max(wanted, Int128(minimum)) {
      text +=
        decision.packSize == 1_000
        ? ", rounded up" : ", rounded up to packs of \(figure(decision.packSize))"
    }
    if let most = decision.maxStock, most > 0, Int128(position) + Int128(quantity) > Int128(most) {
      text += "; that goes above max stock \(figure(most))"
    }
    return text
  }

  private static func figure(_ value: Int64?, scale: Int = 3) -> String {
    value.map { ExactDecimal.text(Int128($0), scale: scale) } ?? "unknown"
  }

  private static func days(_ count: Int) -> String {
    count == 1 ? "1 day" : "\(count) days"
  }
}
