import Reports
public import RunStore

extension ReviewFigures {
  /// Whether a buyer who decided on `seen` should look again: another quantity is suggested, the unit
  /// costs something else, or it is more or less pressing.
  ///
  /// Stock and cover change every night; what follows from them is what counts.
  public func differsInSubstance(from seen: ReviewFigures) -> Bool {
    suggested != seen.suggested || unitCost != seen.unitCost || urgency != seen.urgency
  }
}

/// How far the figures may go before a dismissed suggestion comes back.
public enum DismissalLimit {
  /// How much more than at the dismissal may be suggested, in percent.
  public static let growthPercent: Int128 = 25
  /// How long a dismissal holds, in days.
  public static let days = 60

  /// Whether a dismissal still holds for the figures of a run: no more than a quarter more is
  /// suggested, it is not more pressing, and it was dismissed within 60 days.
  static func holds(_ stance: ReviewStance, for figures: ReviewFigures, at now: Instant) -> Bool {
    guard let seen = stance.seen, let at = stance.at else { return true }
    let most = Int128(seen.suggested) * (100 + growthPercent)
    return Int128(figures.suggested) * 100 <= most && figures.urgency <= seen.urgency
      && now.microseconds - at.microseconds <= Int64(days) * 86_400_000_000
  }
}
