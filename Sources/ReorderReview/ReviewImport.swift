package import StateStore
import Values

/// Takes a run's suggestions over into the review, and keeps what was decided.
///
/// - What is new becomes an open line.
/// - Figures are replaced, but a decision keeps the figures it was made on, and a line whose
///   suggested quantity, unit cost or urgency is another is marked.
/// - A dismissal that no longer holds (`DismissalLimit`) is open again, marked.
/// - What is no longer suggested is no longer shown, unless it is approved.
/// - What was ordered and is not suggested has met its need, and the next suggestion is a new one.
package struct ReviewImport {
  /// What a run brought.
  package struct Result: Hashable, Sendable {
    /// How many lines it suggests.
    package var suggested = 0
    /// How many of these were not suggested before.
    package var new = 0
    /// How many lines have other figures than before.
    package var changed = 0
    /// How many dismissed lines came back.
    package var returned = 0
    /// How many lines are no longer suggested.
    package var gone = 0
  }

  private let run: ReviewBook
  private let actor: String
  private let at: Instant

  /// A run to import; `importedAt` of it is now.
  package init(_ run: ReviewBook) {
    self.run = run
    actor = "run of \(run.day)"
    at = run.importedAt
  }

  /// Takes the suggestions over, in the transaction of the caller.
  package func perform(
    in review: ReviewTransaction, _ forEach: ((Suggestion) throws -> Void) throws -> Void
  ) throws -> Result {
    let book = try review.beginImport(of: run)
    let recorder = LineRecorder(review: review, book: book, actor: actor, at: at)
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
      try renew(line, by: suggestion, recorder, &result)
    }
    try review.forEachVanished(in: book) { line in
      if line.isSuggested { result.gone += 1 }
      var gone = line
      gone.isSuggested = false
      let isOrdered = line.record.decision.state == .ordered
      if isOrdered { gone.beginNewCycle() }
      try recorder.record(isOrdered ? .closed : nil, gone, before: line)
    }
    let note =
      "run \(run.run): \(result.suggested) suggestion\(result.suggested == 1 ? "" : "s"),"
      + " \(result.new) new, \(result.changed) with changed figures,"
      + " \(result.returned) dismissal\(result.returned == 1 ? "" : "s") ended,"
      + " \(result.gone) no longer suggested"
    try review.add(ReviewEvent(.imported, at: at, actor: actor, note: note), in: book)
    return result
  }

  private func renew(
    _ former: ReviewLine, by suggestion: Suggestion, _ recorder: LineRecorder,
    _ result: inout Result
  ) throws {
    var line = former
    if former.terms == nil {
      // A run of an older version did not say them: learning them is no change of the line.
      line.figures.packSize = suggestion.figures.packSize
      line.figures.minimumOrder = suggestion.figures.minimumOrder
      if line != former { try recorder.review.update(line) }
    }
    var renewed = line
    renewed.labels = suggestion.labels
    renewed.figures = suggestion.figures
    renewed.isSuggested = true
    var ending: DismissalLimit.Ending?
    if case .dismissed = line.record.decision {
      ending = DismissalLimit.ending(of: line.record, for: suggestion.figures, at: at)
    }
    if ending != nil {
      // What was seen stays, so that the page can show before and after.
      renewed.record.decision = .open
      result.returned += 1
    }
    renewed.noteChange()
    let importNumber = recorder.book.imports
    guard renewed != line else {
      return try recorder.review.touch(line, importNumber: importNumber)
    }
    if !line.isSuggested { result.new += 1 } else { result.changed += 1 }
    try recorder.record(
      ending.map { _ in .returned }, renewed, before: line, note: ending?.rawValue ?? "",
      importNumber: importNumber)
  }
}

extension ReviewLine {
  /// Sets whether the figures are others than those of the decision.
  mutating func noteChange() {
    isChanged = record.seen.map { figures.differsInSubstance(from: $0) } ?? false
  }

  /// Opens what was ordered for another order.
  mutating func beginNewCycle() {
    record = .open
    isChanged = false
    cycle += 1
  }
}
