import Publishing
public import Reports
public import StateStore

extension ReviewService {
  /// Does with a line what a buyer wants, as long as it is still as it was looked at (`version`).
  ///
  /// Throws `ReviewError`; then nothing was changed.
  public func decide(
    _ id: Int64, version: Int64, _ choice: Choice, by reviewer: Reviewer
  ) throws -> ReviewLine {
    try state.changeReview(of: output) { review in
      guard let book = review.book else { throw ReviewError.notFound("line") }
      let recorder = LineRecorder(review: review, book: book, actor: reviewer.name, at: clock())
      let line = try Self.find(id, for: reviewer, in: review)
      guard line.version == version else {
        let events = try review.events(of: id, stores: nil, limit: 50).map(\.event)
        throw ReviewError.stale(
          .init(line: line, since: events.filter { ($0.version ?? 0) > version }))
      }
      var changed = line
      var kind = ReviewEvent.Kind.decided
      var undone: Int64?
      switch choice {
      case .undo:
        guard let event = try review.undoable(line), let before = event.before else {
          throw ReviewError.notNow("There is no decision to undo.")
        }
        changed.stance = before
        kind = .undone
        undone = event.sequence
      case .reopen(let reason):
        guard line.stance.decision.state == .ordered else {
          throw ReviewError.notNow("The line is not in an order.")
        }
        guard !reason.isEmpty else {
          throw ReviewError.reasonMissing("Give a reason for ordering it again.")
        }
        changed.beginNewCycle()
        kind = .reopened
      default:
        changed.stance = try stance(choice, for: line, recorder)
      }
      changed.noteChange()
      return try recorder.record(kind, changed, before: line, note: choice.note, undoes: undone)
    }
  }

  /// What came of approving many lines at once.
  public struct BulkResult: Sendable {
    /// How many lines were approved.
    public var approved: Int
    /// The lines that were passed over, with the reason.
    public var leftOut: [ReviewError.LeftOut]
  }

  /// Approves every line of a supplier that nobody has decided about, with what is suggested.
  ///
  /// `run` is the run that the buyer looked at: throws `ReviewError.otherRun` after another one.
  public func approveAll(
    supplier: String, store: UUIDBytes? = nil, run: String, by reviewer: Reviewer
  ) throws -> BulkResult {
    try state.changeReview(of: output) { review in
      guard let book = review.book else { throw ReviewError.notFound("supplier") }
      guard book.run == run else { throw ReviewError.otherRun(book.day.description) }
      let recorder = LineRecorder(review: review, book: book, actor: reviewer.name, at: clock())
      var result = BulkResult(approved: 0, leftOut: [])
      for line in try review.lines(untouched(of: supplier, store, for: reviewer)) {
        var changed = line
        do {
          changed.stance = try stance(
            .approve(quantity: nil, reason: ""), for: line, recorder)
        } catch let error as ReviewError {
          result.leftOut.append(.init(line: line, why: error.description))
          continue
        }
        try recorder.record(.decided, changed, before: line)
        result.approved += 1
      }
      return result
    }
  }

  /// How many lines `approveAll` would look at: a snooze that is over and a dismissal that came back
  /// are open, but somebody has decided about them.
  public func countUntouched(
    supplier: String, store: UUIDBytes? = nil, for reviewer: Reviewer
  ) throws -> Int {
    try state.readReview(of: output) {
      try $0.count(untouched(of: supplier, store, for: reviewer))
    }
  }

  private func untouched(
    of supplier: String, _ store: UUIDBytes?, for reviewer: Reviewer
  ) -> ReviewQuery {
    var query = wholeSupplier(supplier, store, for: reviewer)
    query.isUntouched = true
    return query
  }

  /// The stance that a choice makes of a line as it is.
  private func stance(
    _ choice: Choice, for line: ReviewLine, _ recorder: LineRecorder
  ) throws(ReviewError) -> ReviewStance {
    if let order = line.stance.decision.order {
      throw .notNow("The line is in order \(order). Reopen it to decide again.")
    }
    guard line.isSuggested || line.stance.decision.state == .approved else {
      throw .notNow("The line is no longer suggested.")
    }
    let decision: ReviewDecision
    switch choice {
    case .approve(let wanted, let reason):
      let quantity = wanted ?? line.figures.suggested
      do {
        try OrderQuantity.check(quantity, line.terms)
      } catch {
        throw .quantity(error)
      }
      if reason.isEmpty, quantity != line.figures.suggested {
        throw .reasonMissing(
          "Give a reason for \(OrderQuantity.text(quantity)) instead of the suggested"
            + " \(OrderQuantity.text(line.figures.suggested)).")
      }
      if reason.isEmpty, !line.isSuggested {
        throw .reasonMissing("Give a reason: the line is no longer suggested.")
      }
      decision = .approved(quantity: quantity, reason: reason)
    case .dismiss(let reason):
      guard !reason.isEmpty else { throw .reasonMissing("Give a reason for dismissing it.") }
      decision = .dismissed(reason: reason)
    case .snooze(let until, let reason):
      guard until > today, until <= today.advanced(by: 366) else { throw .badDay }
      decision = .snoozed(until: until, reason: reason)
    case .undo, .reopen:
      return line.stance
    }
    return ReviewStance(
      decision: decision, seen: line.figures, wasSuggested: line.isSuggested,
      at: recorder.at, by: recorder.actor)
  }
}

extension Choice {
  /// What is written beside the entry of the audit trail, besides the decision itself.
  var note: String {
    if case .reopen(let reason) = self { reason } else { "" }
  }
}
