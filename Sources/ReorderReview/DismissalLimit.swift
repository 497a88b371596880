package import StateStore
import Values

extension ReviewFigures {
  /// Whether a buyer who decided on `seen` should look again: another quantity is suggested, the unit
  /// costs something else, or it is more or less pressing.
  ///
  /// Stock and cover change every night; what follows from them is what counts.
  package func differsInSubstance(from seen: ReviewFigures) -> Bool {
    suggested != seen.suggested || unitCost != seen.unitCost || urgency != seen.urgency
  }
}

/// How far the figures may go before a dismissed suggestion comes back.
package enum DismissalLimit {
  /// How much more than at the dismissal may be suggested, in percent.
  package static let growthPercent: Int128 = 25
  /// How long a dismissal holds, in days.
  package static let days = 60

  /// Why a dismissal ends, in the words of the audit log.
  enum Ending: String {
    case growth = "the suggestion has grown by more than a quarter"
    case urgency = "it has become more urgent"
    case age = "it was dismissed more than 60 days ago"
  }

  /// Why a dismissal ends with the figures of a run; nil while it holds.
  static func ending(
    of record: DecisionRecord, for figures: ReviewFigures, at now: Instant
  ) -> Ending? {
    guard let seen = record.seen, let at = record.at else { return nil }
    let most = Int128(seen.suggested) * (100 + growthPercent)
    if figures.urgency > seen.urgency { return .urgency }
    if Int128(figures.suggested) * 100 > most { return .growth }
    return now.microseconds - at.microseconds > Int64(days) * 86_400_000_000 ? .age : nil
  }
}
