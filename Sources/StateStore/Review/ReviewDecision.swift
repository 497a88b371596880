package import Values

/// What was decided about a suggestion.
///
///     open -> approved -> ordered -> open    when the suggestion is gone, or a buyer orders again
///          -> dismissed           -> open    when the figures left the limit of the dismissal
///          -> snoozed                        counts as open from its day on
///
/// All but `ordered` can follow each other, and be undone.
package enum ReviewDecision: Hashable, Sendable {
  /// Nothing yet.
  case open
  /// Order this much, scale 3; the reason says why it is not what was suggested.
  case approved(quantity: Int64, reason: String)
  /// Do not order.
  case dismissed(reason: String)
  /// Decide on a day, not before.
  case snoozed(until: Day, reason: String)
  /// It is in an exported order, with this quantity, scale 3.
  case ordered(order: Int64, quantity: Int64)

  /// What the decision is, without its particulars.
  package enum State: String, Codable, CaseIterable, Hashable, Sendable {
    /// Nothing is decided.
    case open
    /// To be ordered.
    case approved
    /// Not to be ordered.
    case dismissed
    /// To be decided later.
    case snoozed
    /// In an exported order.
    case ordered
  }

  /// What the decision is.
  package var state: State {
    switch self {
    case .open: .open
    case .approved: .approved
    case .dismissed: .dismissed
    case .snoozed: .snoozed
    case .ordered: .ordered
    }
  }

  /// What is to be ordered or was, scale 3; nil when nothing.
  package var quantity: Int64? {
    switch self {
    case .approved(let quantity, _), .ordered(_, let quantity): quantity
    case .open, .dismissed, .snoozed: nil
    }
  }

  /// Why; empty when nobody said.
  package var reason: String {
    switch self {
    case .approved(_, let reason), .dismissed(let reason), .snoozed(_, let reason): reason
    case .open, .ordered: ""
    }
  }

  /// The day on which a snooze ends.
  package var until: Day? {
    if case .snoozed(let until, _) = self { until } else { nil }
  }

  /// The order that it is in.
  package var order: Int64? {
    if case .ordered(let order, _) = self { order } else { nil }
  }
}

extension ReviewDecision: Codable {
  private enum CodingKeys: String, CodingKey {
    case state, quantity, reason, until, order
  }

  /// Reads what `encode` wrote.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let reason = try values.decodeIfPresent(String.self, forKey: .reason) ?? ""
    switch try values.decode(State.self, forKey: .state) {
    case .open: self = .open
    case .approved:
      self = .approved(quantity: try values.decode(Int64.self, forKey: .quantity), reason: reason)
    case .dismissed: self = .dismissed(reason: reason)
    case .snoozed:
      let day = try values.decode(Int32.self, forKey: .until)
      self = .snoozed(until: Day(daysSinceEpoch: day), reason: reason)
    case .ordered:
      self = .ordered(
        order: try values.decode(Int64.self, forKey: .order),
        quantity: try values.decode(Int64.self, forKey: .quantity))
    }
  }

  /// Writes the state and what belongs to it.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(state, forKey: .state)
    try values.encodeIfPresent(quantity, forKey: .quantity)
    if !reason.isEmpty { try values.encode(reason, forKey: .reason) }
    try values.encodeIfPresent(until?.daysSinceEpoch, forKey: .until)
    try values.encodeIfPresent(order, forKey: .order)
  }
}
