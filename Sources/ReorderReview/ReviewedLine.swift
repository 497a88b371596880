public import Reports
public import StateStore

/// A line with what a buyer needs beside it.
public struct ReviewedLine: Sendable {
  /// The line.
  public var line: ReviewLine
  /// The day it is looked at.
  public var today: Day
  /// The latest order that it was in.
  public var lastOrder: LastOrder?

  /// An order that a line was in.
  public struct LastOrder: Hashable, Sendable {
    /// The order's number.
    public var id: Int64
    /// The day it was exported.
    public var day: Day
    /// How much was ordered, scale 3.
    public var quantity: Int64
  }

  /// How the line stands: a snooze that has ended counts as open.
  public var state: ReviewDecision.State { line.state(on: today) }

  /// Whether a snooze has ended.
  public var isSnoozeOver: Bool { state == .open && line.stance.decision.state == .snoozed }

  /// Whether it was dismissed, and that no longer holds (`DismissalLimit`).
  public var isBack: Bool { line.stance.decision == .open && line.stance.seen != nil }

  /// Whether it is approved although no run suggests it any more.
  public var isNoLongerSuggested: Bool { !line.isSuggested }

  /// The day on which an order should have arrived, while it is still suggested after that.
  public var overdueSince: Day? {
    guard state == .ordered, let lastOrder else { return nil }
    let expected = lastOrder.day.advanced(by: line.figures.leadTimeDays)
    return expected < today ? expected : nil
  }

  /// How far above the maximum stock a quantity would go, scale 3; nil when it does not.
  public func excess(of quantity: Int64) -> Int64? {
    guard let most = line.figures.maxStock, most > 0 else { return nil }
    let above =
      Int128(line.figures.onHand) + Int128(line.figures.onOrder) + Int128(quantity)
      - Int128(most)
    return above > 0 ? Int64(exactly: above) : nil
  }
}

extension ReviewLine {
  /// Whether an export takes it: it is approved, and was not approved in the belief that it is still
  /// suggested while it no longer is.
  var isReadyToExport: Bool {
    stance.decision.state == .approved && (isSuggested || !stance.wasSuggested)
  }
}
