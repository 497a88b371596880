import StateStore
import Values

/// The events of one service on their way: what may be sent, what is under way, and what is to be
/// noted of attempts that ended.
struct DeliveryQueue {
  let endpoint: Endpoint
  private let policy: DeliveryPolicy
  private(set) var record: EndpointRecord
  private(set) var result: DeliveryResult
  private var ready: ArraySlice<QueuedEvent> = []
  /// Read from the outbox and not yet noted; the outbox gives no other event of their lanes.
  private var claimed: [Int64: QueuedEvent] = [:]
  private(set) var underWay = 0
  private var attempts: [DeliveryRecord] = []
  private var failuresInARow = 0
  private var restUntil = Instant.distantPast
  private var isStale = true

  /// How many events are read at once, and how many attempts are noted at once.
  private static let batch = 256
  /// After this number of failures in a row, a service gets one request at a time.
  private static let patience = 8

  init(_ endpoint: Endpoint, record: EndpointRecord, policy: DeliveryPolicy) {
    self.endpoint = endpoint
    self.record = record
    self.policy = policy
    result = DeliveryResult(endpoint: endpoint.name)
  }

  private var isStopped: Bool { record.stoppedAt != nil }

  /// When the service may be asked again.
  private var quietUntil: Instant { max(restUntil, record.pausedUntil ?? .distantPast) }

  private var room: Int { failuresInARow >= Self.patience ? 1 : policy.connections }

  /// The next event to send, if one may be sent now.
  mutating func next(at now: Instant) -> QueuedEvent? {
    guard !isStopped, underWay < room, quietUntil <= now, let event = ready.popFirst() else {
      return nil
    }
    underWay += 1
    return event
  }

  /// Notes attempts and reads further events, when there are enough of the one or too few of the
  /// other.
  mutating func exchange(with state: StateDatabase, at now: Instant) throws(StateError) {
    let isIdle = ready.isEmpty && underWay * 2 <= room
    if attempts.count >= Self.batch || isIdle { try note(in: state) }
    guard isStale, !isStopped, quietUntil <= now, ready.count * 2 < policy.connections else {
      return
    }
    isStale = false
    let due = try state.dueEvents(
      of: endpoint.name.rawValue, at: now, limit: claimed.count + Self.batch)
    for event in due where claimed[event.sequence] == nil {
      claimed[event.sequence] = event
      ready.append(event)
    }
  }

  /// Notes all attempts that ended.
  mutating func note(in state: StateDatabase) throws(StateError) {
    guard !attempts.isEmpty else { return }
    try state.record(attempts, of: record)
    for attempt in attempts { claimed[attempt.sequence] = nil }
    attempts.removeAll(keepingCapacity: true)
    isStale = true
  }

  /// Lets the next `exchange` look for events that have become due.
  mutating func wake() { isStale = true }

  /// When there will be something to send; nil when there will not.
  func nextTime(in state: StateDatabase) throws(StateError) -> Instant? {
    guard !isStopped else { return nil }
    if !ready.isEmpty { return quietUntil }
    return try state.nextAttempt(of: endpoint.name.rawValue).map { max($0, quietUntil) }
  }

  /// Takes what became of a request.
  mutating func take(
    _ answer: Answer, of sequence: Int64, at now: Instant,
    using random: inout some RandomNumberGenerator
  ) {
    underWay -= 1
    guard let event = claimed[sequence] else { return }
    let ending: DeliveryRecord.Ending
    switch answer.verdict(at: now) {
    case .delivered:
      ending = .delivered
      result.delivered += 1
      result.latency.add(from: event.createdAt, to: now)
      record.lastSuccessAt = now
      failuresInARow = 0
    case .dead:
      ending = .dead
      failuresInARow = 0
    case .stop:
      ending = .again(now)
      record.stoppedAt = now
      release()
    case .again(let wish):
      ending = again(event, wish: wish, at: now, using: &random)
    }
    if case .dead = ending { result.dead += 1 }
    if let problem = answer.problem {
      result.failures += 1
      record.lastErrorAt = now
      record.lastError = problem
    }
    attempts.append(
      DeliveryRecord(sequence: sequence, at: now, ending: ending, error: answer.problem))
  }

  private mutating func again(
    _ event: QueuedEvent, wish: Int?, at now: Instant,
    using random: inout some RandomNumberGenerator
  ) -> DeliveryRecord.Ending {
    failuresInARow += 1
    if failuresInARow >= Self.patience {
      var rest = policy.backoff
      rest.most = min(rest.most, 30_000_000)
      restUntil = Instant(
        microseconds: now.microseconds
          + rest.wait(after: failuresInARow - Self.patience + 1, using: &random))
    }
    if let wish {
      record.pausedUntil = max(record.pausedUntil ?? now, now.advanced(by: .seconds(wish)))
    }
    let first = event.firstAttemptAt ?? now
    if first.advanced(by: .seconds(policy.giveUpAfter)) <= now { return .dead }
    let wait = policy.backoff.wait(after: event.attempts + 1, using: &random)
    return .again(Instant(microseconds: now.microseconds + wait))
  }

  /// Lets go of what was not sent.
  private mutating func release() {
    for event in ready { claimed[event.sequence] = nil }
    ready = []
  }

  /// The result, with what is left.
  mutating func finish(in state: StateDatabase) throws(StateError) -> DeliveryResult {
    try note(in: state)
    result.pending = try state.endpoint(endpoint.name.rawValue).pending
    result.isStopped = isStopped
    result.lastError = record.lastError
    return result
  }
}
