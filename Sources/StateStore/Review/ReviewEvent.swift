public import Values

/// One entry of the audit log: who changed what, when, from what to what.
public struct ReviewEvent: Hashable, Sendable {
  /// What happened.
  public enum Kind: String, Codable, CaseIterable, Sendable {
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
  public var sequence: Int64 = 0
  /// What happened.
  public var kind: Kind
  /// When.
  public var at: Instant
  /// The buyer's name, or the run.
  public var actor: String
  /// The line; nil when it is about the whole review.
  public var line: Int64?
  /// The line's cycle.
  public var cycle: Int?
  /// The line's version after it.
  public var version: Int64?
  /// How the line stood before.
  public var before: DecisionRecord?
  /// How it stands after it.
  public var after: DecisionRecord?
  /// The entry that is taken back.
  public var undoes: Int64?
  /// The order that was exported.
  public var order: Int64?
  /// Something in words.
  public var note: String

  /// An entry about a line that was changed already.
  public init(
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
  public init(_ kind: Kind, at: Instant, actor: String, note: String) {
    self.kind = kind
    self.at = at
    self.actor = actor
    self.note = note
  }
}

/// An entry of the audit log with the names of what it is about.
public struct NamedReviewEvent: Hashable, Sendable {
  /// The entry.
  public var event: ReviewEvent
  /// The names of the line; nil for an entry about the whole review.
  public var labels: ReviewLine.Labels?

  /// An entry, without names when they are known from elsewhere.
  public init(_ event: ReviewEvent, labels: ReviewLine.Labels? = nil) {
    self.event = event
    self.labels = labels
  }
}
