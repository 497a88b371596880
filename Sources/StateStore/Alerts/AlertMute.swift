public import Values

/// What is muted, for a time.
public struct AlertMute: Sendable {
  /// Its number, to end it by.
  public var id: Int64 = 0
  /// Only this product, by id or SKU.
  public var product: String?
  /// Only this store, by id or name.
  public var store: String?
  /// Only this supplier, by id or name.
  public var supplier: String?
  /// Only this category, by id or name.
  public var category: String?
  /// When it ends by itself; nil for never.
  public var until: Instant?
  /// Why.
  public var note: String

  /// A mute of what all the given names fit.
  public init(
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
public struct AlertHold: Sendable {
  /// What holds.
  public enum Kind: String, Sendable {
    /// No server has fresh data.
    case staleData = "stale_data"
    /// A store has not sold for too long.
    case silentStore = "silent_store"
    /// Too many products change at once.
    case massChange = "mass_change"
  }

  /// What holds.
  public var kind: Kind
  /// The store's id, or nothing for all.
  public var subject: String
  /// Since when.
  public var since: Instant
  /// When an event last reported it.
  public var reportedAt: Instant
  /// How many reminders were sent.
  public var reminder: Int
  /// When a person confirmed it; nil before that.
  public var confirmedAt: Instant?
  /// What was found, in a few words.
  public var detail: String

  /// A hold that begins, and is reported, now.
  public init(kind: Kind, subject: String, since: Instant, detail: String) {
    self.kind = kind
    self.subject = subject
    self.since = since
    self.detail = detail
    reportedAt = since
    reminder = 0
  }
}
