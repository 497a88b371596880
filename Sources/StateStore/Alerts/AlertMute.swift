package import Values

/// What is muted, for a time.
package struct AlertMute: Sendable {
  /// Its number, to end it by.
  package var id: Int64 = 0
  /// Only this product, by id or SKU.
  package var product: String?
  /// Only this store, by id or name.
  package var store: String?
  /// Only this supplier, by id or name.
  package var supplier: String?
  /// Only this category, by id or name.
  package var category: String?
  /// When it ends by itself; nil for never.
  package var until: Instant?
  package var note: String

  /// A mute of what all the given names fit.
  package init(
    product: String? = nil, store: String? = nil, supplier: String? = nil,
    category: String? = nil, until: Instant? = nil, note: String = ""
  ) {
    self.product = product
    self.store = store
    self.supplier = supplier
    self.category = category
    self.until = until
    self.note = note
  }
}

/// Why nothing is decided, of everything or of a store.
package struct AlertHold: Sendable {
  package enum Kind: String, Sendable {
    /// No server has fresh data.
    case staleData = "stale_data"
    /// A store has not sold for too long.
    case silentStore = "silent_store"
    /// Too many products change at once.
    case massChange = "mass_change"
  }

  package var kind: Kind
  /// The store's id, or nothing for all.
  package var subject: String
  package var since: Instant
  /// When an event last reported it.
  package var reportedAt: Instant
  /// How many reminders were sent.
  package var reminder: Int
  /// When a person confirmed it; nil before that.
  package var confirmedAt: Instant?
  /// What was found, in a few words.
  package var detail: String

  /// A hold that begins, and is reported, now.
  package init(kind: Kind, subject: String, since: Instant, detail: String) {
    self.kind = kind
    self.subject = subject
    self.since = since
    self.detail = detail
    reportedAt = since
    reminder = 0
  }
}
