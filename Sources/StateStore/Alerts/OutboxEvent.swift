public import Values

/// An event that waits to be delivered, with the bytes that every attempt sends.
public struct OutboxEvent: Sendable {
  /// Its id: the same for every attempt, process and replay.
  public var id: UUIDBytes
  /// The name of the service it goes to.
  public var endpoint: String
  /// Its type, such as `inventory.low_stock_alert`.
  public var type: String
  /// What must arrive in order has the same lane.
  public var lane: [UInt8]
  /// The media type of the body.
  public var contentType: String
  /// The body.
  public var body: [UInt8]

  /// An event.
  public init(
    id: UUIDBytes, endpoint: String, type: String, lane: [UInt8], contentType: String,
    body: [UInt8]
  ) {
    self.id = id
    self.endpoint = endpoint
    self.type = type
    self.lane = lane
    self.contentType = contentType
    self.body = body
  }
}

/// An event of the outbox with what became of it so far.
public struct QueuedEvent: Sendable {
  /// Its place in the outbox.
  public var sequence: Int64
  /// The event.
  public var event: OutboxEvent
  /// When it was written.
  public var createdAt: Instant
  /// How often it was tried.
  public var attempts: Int
  /// When it was tried first.
  public var firstAttemptAt: Instant?
  /// Why the last attempt failed.
  public var lastError: String?
}

/// What became of one attempt to deliver an event.
public struct DeliveryRecord: Sendable {
  /// What to do with the event.
  public enum Ending: Sendable {
    /// It arrived.
    case delivered
    /// It is tried again, not before an instant.
    case again(Instant)
    /// It is given up.
    case dead
  }

  /// The event's place in the outbox.
  public var sequence: Int64
  /// When the attempt ended.
  public var at: Instant
  /// What to do with the event.
  public var ending: Ending
  /// Why it failed; nil when it did not.
  public var error: String?

  /// The record of an attempt.
  public init(sequence: Int64, at: Instant, ending: Ending, error: String?) {
    self.sequence = sequence
    self.at = at
    self.ending = ending
    self.error = error
  }
}

/// How deliveries to one service go.
public struct EndpointRecord: Sendable {
  /// The service's name.
  public var name: String
  /// When it said that it wants no more; nil while it wants events.
  public var stoppedAt: Instant?
  /// Until when it asked to be left alone.
  public var pausedUntil: Instant?
  /// When an event arrived last.
  public var lastSuccessAt: Instant?
  /// When an attempt failed last.
  public var lastErrorAt: Instant?
  /// Why it failed.
  public var lastError: String?
  /// How many events wait.
  public var pending = 0
  /// How many were given up.
  public var dead = 0
  /// When the oldest that waits was written.
  public var oldestPendingAt: Instant?

  /// A service of which nothing is known yet.
  public init(name: String) {
    self.name = name
  }
}
