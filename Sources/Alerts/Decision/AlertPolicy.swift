/// What is news, and how much of it is too much.
package struct AlertPolicy: Sendable {
  /// The interval of reminders in seconds; 0 for none.
  package var repeatInterval = 86_400
  /// By how many percent stock must come above its reorder level to be low no more.
  package var rearmMargin = 10
  /// Whether a recovery is an event.
  package var tellsRecovery = true
  /// Above how many events of a round one digest takes their place; nil for never.
  package var digestAbove: Int? = 200
  /// Above how many percent of all that is watched a change waits for a person; nil for never.
  package var massChange: Int? = 30
  /// After how many seconds without a sale a store counts as silent; nil for never.
  package var silentStoreAfter: Int? = 48 * 3_600
  /// The same for single stores, by id or name.
  package var silentStores: [String: Int?] = [:]
  /// How events are wrapped.
  package var envelope = Envelope.plain
  /// Where the reader of a digest finds the whole list.
  package var reportPlace = ""

  /// How events are wrapped.
  package enum Envelope: String, CaseIterable, Sendable {
    /// The service's own format.
    case plain
    /// CloudEvents 1.0, structured mode.
    case cloudevents
  }

  /// So few changes are never too many: in a small shop one product is a large share.
  static let fewestForMassChange = 10

  package init() {}
}

/// Why alerts cannot be sent at all.
package enum AlertError: Error, Sendable, CustomStringConvertible {
  /// A setting does not fit; the text names the remedy and no secret.
  case configuration(String)

  /// One line that names the thing and the remedy.
  package var description: String {
    switch self {
    case .configuration(let text): text
    }
  }
}
