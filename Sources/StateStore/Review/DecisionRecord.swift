package import Values

/// A decision together with what was on the page when it was made.
package struct DecisionRecord: Hashable, Sendable {
  package var decision: ReviewDecision
  /// The figures that the buyer saw; nil while nothing is decided.
  package var seen: ReviewFigures?
  /// Whether it was suggested at that time.
  package var wasSuggested: Bool
  /// When it was decided; nil while nothing is.
  package var at: Instant?
  /// Who decided; empty while nobody has.
  package var by: String

  package static let open = DecisionRecord(decision: .open)

  /// A decision about figures.
  package init(
    decision: ReviewDecision, seen: ReviewFigures? = nil, wasSuggested: Bool = true,
    at: Instant? = nil, by: String = ""
  ) {
    self.decision = decision
    self.seen = seen
    self.wasSuggested = wasSuggested
    self.at = at
    self.by = by
  }
}

extension DecisionRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case decision, seen, wasSuggested, at, by
  }

  /// Reads what `encode` wrote.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      decision: try values.decode(ReviewDecision.self, forKey: .decision),
      seen: try values.decodeIfPresent(ReviewFigures.self, forKey: .seen),
      wasSuggested: try values.decode(Bool.self, forKey: .wasSuggested),
      at: try values.decodeIfPresent(Instant.self, forKey: .at),
      by: try values.decodeIfPresent(String.self, forKey: .by) ?? "")
  }

  /// Writes all of it.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(decision, forKey: .decision)
    try values.encodeIfPresent(seen, forKey: .seen)
    try values.encode(wasSuggested, forKey: .wasSuggested)
    try values.encodeIfPresent(at, forKey: .at)
    if !by.isEmpty { try values.encode(by, forKey: .by) }
  }
}
