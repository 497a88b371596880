import StateStore
import Values

/// Writes what one buyer or one run changes: the only place where a line's version grows.
struct LineRecorder {
  let review: ReviewTransaction
  let book: ReviewBook
  let actor: String
  let at: Instant

  /// Writes a line with its next version, and what happened to it into the audit log; nil for
  /// figures that are others, which are no event.
  ///
  /// `importNumber` is the run's number when a run suggests the line. Gives the line as it is written.
  @discardableResult
  func record(
    _ kind: ReviewEvent.Kind?, _ changed: ReviewLine, before: ReviewLine, note: String = "",
    undoes: Int64? = nil, order: Int64? = nil, importNumber: Int64? = nil
  ) throws -> ReviewLine {
    var line = changed
    line.version += 1
    line.changedBy = actor
    line.changedAt = at
    try review.update(line, importNumber: importNumber)
    if let kind {
      var event = ReviewEvent(kind, of: line, before: before.record, note: note)
      event.undoes = undoes
      event.order = order
      try review.add(event, in: book)
    }
    return line
  }
}
