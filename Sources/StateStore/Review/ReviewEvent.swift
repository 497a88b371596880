package import Values

/// One entry of the audit log: who changed what, when, from what to what.
package struct ReviewEvent: Hashable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable {
    /// A run was imported.
    case imported = "taken"
    /// A buyer decided.
    case decided
    /// A buyer took back the decision before.
    case undone
    /// A buyer lets what was ordered be ordered once more.
    case reopened
    /// The line went into an exported order.
    case exported
    /// A dismissal no longer holds; the note says why.
    case returned
    /// A run no longer suggests what was ordered.
    case closed
  }

  /// Its number: later entries have higher ones.
  package var sequence: Int64 = 0
  package var kind: Kind
  package var at: Instant
  /// The buyer's name, or the run.
  package var actor: String
  /// The line; nil when it is about the whole review.
  package var line: Int64?
  package var cycle: Int?
  /// The line's version after it.
  package var version: Int64?
  /// How the line stood before.
  package var before: DecisionRecord?
  /// How it stands after it.
  package var after: DecisionRecord?
  /// The entry that is taken back.
  package var undoes: Int64?
  /// The order that was exported.
  package var order: Int64?
  package var note: String

  /// An entry about a line that was changed already.
  package init(
    _ kind: Kind, of line: ReviewLine, before: DecisionRecord, note: String = ""
  ) {
    self.kind = kind
    at = line.changedAt
    actor = line.changedBy
    self.line = line.id
    cycle = line.cycle
    version = line.version
    self.before = before
    after = line.record
    self.note = note
  }

  /// An entry about the whole review.
  package init(_ kind: Kind, at: Instant, actor: String, note: String) {
    self.kind = kind
    self.at = at
    self.actor = actor
    self.note = note
  }
}

/// An entry of the audit log with the names of what it is about.
package struct NamedReviewEvent: Hashable, Sendable {
  package var event: ReviewEvent
  /// The names of the line; nil for an entry about the whole review.
  package var labels: ReviewLine.Labels?

  /// An entry, without names when they are known from elsewhere.
  package init(_ event: ReviewEvent, labels: ReviewLine.Labels? = nil) {
    self.event = event
    self.labels = labels
  }
}
