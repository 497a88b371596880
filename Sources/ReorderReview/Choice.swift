public import Values

/// What a buyer wants with a line.
public enum Choice: Hashable, Sendable {
  /// Order so much, scale 3; nil for what is suggested.
  case approve(quantity: Int64?, reason: String)
  /// Do not order it.
  case dismiss(reason: String)
  /// Decide on a day, not before.
  case snooze(until: Day, reason: String)
  /// Take back the latest decision.
  case undo
  /// Order once more what is in an order already.
  case reopen(reason: String)
}
