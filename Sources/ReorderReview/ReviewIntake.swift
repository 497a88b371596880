import Reports
public import RunStore

/// Takes a run's suggestions over into the review, and keeps what was decided.
///
/// - What is new becomes an open line.
/// - Figures are replaced, but a decision keeps the figures it was made on, and a line whose
///   suggested quantity, unit cost or urgency is another is marked.
/// - A dismissal that the figures have left (`DismissalLimit`) is open again, marked.
/// - What is no longer suggested is no longer shown, unless it is approved; if it was ordered, its
///   need is met, and the next suggestion is a new one.
public struct ReviewIntake {
  /// What a run brought.
  public struct Result: Hashable, Sendable {
    /// How many lines it suggests.
    public var suggested = 0
    /// How many of these were not suggested before.
    public var new = 0
    /// How many lines have other figures than before.
    public var changed = 0
    /// How many dismissed lines came back.
    public var returned = 0
    /// How many lines are no longer suggested.
    public var gone = 0
  }

  private let run: ReviewBook
  private let actor: String
  private let at: Instant

  /// A run to take over; `takenAt` of it is now.
  public init(_ run: ReviewBook) {
    self.run = run
    actor = "run of \(run.day)"
    at = run.takenAt
  }

  /// Takes the suggestions over, in the transaction of the caller.
  public func perform(
    in review: ReviewTransaction, _ forEach: ((Suggestion) throws -> Void) throws -> Void
  ) throws -> Result {
    let book = try review.take(run)
    var result = Result()
    try forEach { suggestion in
      result.suggested += 1
      guard let line = try review.line(suggestion.key, in: book) else {
        var line = ReviewLine(
          key: suggestion.key, labels: suggestion.labels, figures: suggestion.figures,
          changedBy: actor, changedAt: at)
        try review.insert(&line, in: book)
        result.new += 1
        return
      }
      try renew(line, by: suggestion, in: review, book, &result)
    }
    try review.forEachVanished(in: book) { line in
      result.gone += 1
      var gone = line
      gone.isSuggested = false
      try close(&gone)
      try save(gone, before: line, .closed, in: review, book)
    }
    let note =
      "run \(run.run): \(result.suggested) suggestions, \(result.new) new, \(result.changed) with"
      + " other figures, \(result.returned) back from dismissal, \(result.gone) gone"
    try review.add(ReviewEvent(.taken, at: at, actor: actor, note: note), in: book)
    return result
  }

  private func renew(
    _ line: ReviewLine, by suggestion: Suggestion, in review: ReviewTransaction,
    _ book: ReviewBook, _ result: inout Result
  ) throws {
    var renewed = line
    renewed.labels = suggestion.labels
    renewed.figures = suggestion.figures
    renewed.isSuggested = true
    if case .dismissed = line.stance.decision,
      !DismissalLimit.holds(line.stance, for: suggestion.figures, at: at)
    {
      // What was seen stays, so that the page can show before and after.
      renewed.stance.decision = .open
      result.returned += 1
    }
    renewed.noteChange()
    guard renewed != line else { return try review.touch(line, intake: book.intake) }
    if !line.isSuggested { result.new += 1 } else { result.changed += 1 }
    try save(renewed, before: line, .returned, in: review, book)
  }

  private func close(_ line: inout ReviewLine) throws {
    guard case .ordered = line.stance.decision else { return }
    line.stance = .open
    line.isChanged = false
    line.cycle += 1
  }

  /// Writes a line with its next version, and, when the decision is another, who did it.
  private func save(
    _ line: ReviewLine, before: ReviewLine, _ kind: ReviewEvent.Kind,
    in review: ReviewTransaction, _ book: ReviewBook
  ) throws {
    var line = line
    line.version += 1
    line.changedBy = actor
    line.changedAt = at
    try review.update(line, intake: line.isSuggested ? book.intake : nil)
    guard line.stance != before.stance else { return }
    try review.add(ReviewEvent(kind, of: line, before: before.stance), in: book)
  }
}

extension ReviewLine {
  /// Sets whether the figures are others than those of the decision.
  mutating func noteChange() {
    isChanged = stance.seen.map { figures.differsInSubstance(from: $0) } ?? false
  }
}
