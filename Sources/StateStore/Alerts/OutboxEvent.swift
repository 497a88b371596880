package import Values

/// An event that waits to be delivered, with the bytes that every attempt sends.
package struct OutboxEvent: Sendable {
  /// Its id: the same for every attempt, process and replay.
  package var id: UUIDBytes
  /// The name of the service it goes to.
  package var endpoint: String
  /// Its type, such as `inventory.low_stock_alert`.
  package var type: String
  /// What must arrive in order has the same lane.
  package var lane: [UInt8]
  /// The media type of the body.
  package var contentType: String
  package var body: [UInt8]

  package init(
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
package struct QueuedEvent: Sendable {
  /// Its place in the outbox.
  package var sequence: Int64
  package var event: OutboxEvent
  /// When it was written.
  package var createdAt: Instant
  /// How often it was tried.
  package var attempts: Int
  /// When it was tried first.
  package var firstAttemptAt: Instant?
  /// Why the last attempt failed.
  package var lastError: String?
}

/// What became of one attempt to deliver an event.
package struct DeliveryRecord: Sendable {
  /// What to do with the event.
  package enum Ending: Sendable {
    /// It arrived.
    case delivered
    /// It is tried again, not before an instant.
    case again(Instant)
    /// It is given up.
    case dead
  }

  /// The event's place in the outbox.
  package var sequence: Int64
  /// When the attempt ended.
  package var at: Instant
  /// What to do with the event.
  package var ending: Ending
  /// Why it failed; nil when it did not.
  package var error: String?

  /// The record of an attempt.
  package init(sequence: Int64, at: Instant, ending: Ending, error: String?) {
    self.sequence = sequence
    self.at = at
    self.ending = ending
    self.error = error
  }
}

/// How deliveries to one service go.
package struct EndpointRecord: Sendable {
  package var name: String
  /// When it said that it wants no more; nil while it wants events.
  package var stoppedAt: Instant?
  /// Until when it asked to be left alone.
  package var pausedUntil: Instant?
  /// When an event arrived last.
  package var lastSuccessAt: Instant?
  /// When an attempt failed last.
  package var lastErrorAt: Instant?
  package var lastError: String?
  /// How many events wait.
  package var pending = 0
  /// How many were given up.
  package var dead = 0
  /// When the oldest that waits was written.
  package var oldestPendingAt: Instant?

  /// A service of which nothing is known yet.
  package init(name: String) {
    self.name = name
  }
}
