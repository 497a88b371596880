package import StateStore
package import Values

/// A line with what a buyer needs beside it.
package struct ReviewedLine: Sendable {
  package var line: ReviewLine
  /// The day it is looked at.
  package var today: Day
  /// The latest order that it was in.
  package var lastOrder: LastOrder?

  /// An order that a line was in.
  package struct LastOrder: Hashable, Sendable {
    package var id: Int64
    /// The day it was exported.
    package var day: Day
    /// How much was ordered, scale 3.
    package var quantity: Int64
  }

  /// How the line stands: a snooze that has ended counts as open.
  package var state: ReviewDecision.State { line.state(on: today) }

  /// Whether a snooze has ended.
  package var isSnoozeOver: Bool { state == .open && line.record.decision.state == .snoozed }

  /// Whether it was dismissed, and that no longer holds (`DismissalLimit`).
  package var isBack: Bool { line.record.decision == .open && line.record.seen != nil }

  /// Whether it is approved although no run suggests it any more.
  package var isNoLongerSuggested: Bool { !line.isSuggested }

  /// The day on which an order should have arrived, while it is still suggested after that.
  package var overdueSince: Day? {
    guard state == .ordered, let lastOrder else { return nil }
    let expected = lastOrder.day.advanced(by: line.figures.leadTimeDays)
    return expected < today ? expected : nil
  }

  /// How far above the maximum stock a quantity would go, scale 3; nil when it does not.
  package func excess(of quantity: Int64) -> Int64? {
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
    record.decision.state == .approved && (isSuggested || !record.wasSuggested)
  }
}
