import Dispatch
import Foundation
package import StateStore
import Synchronization
package import Values

/// Delivers what waits in the outbox: each event at least once, in order for each product in a
/// store, whatever happens to this process.
///
/// An event leaves the outbox only after the service has answered in full; so one that was
/// answered when the process died is sent again, with the same id and bytes.
package struct Delivery {
  private let state: StateDatabase
  private let endpoints: [Endpoint]
  private let policy: DeliveryPolicy

  /// Deliveries to some services.
  package init(_ state: StateDatabase, to endpoints: [Endpoint], policy: DeliveryPolicy) {
    self.state = state
    self.endpoints = endpoints
    self.policy = policy
  }

  /// What an answer is put into by the event loop, and taken from by the thread that runs.
  private final class Inbox: Sendable {
    struct Item {
      var queue: Int
      var sequence: Int64
      var answer: Answer
    }

    private let items = Mutex<[Item]>([])
    private let bell = DispatchSemaphore(value: 0)

    func put(_ item: Item) {
      items.withLock { $0.append(item) }
      bell.signal()
    }

    /// What has come, after waiting for it at most so long.
    func take(waiting: Duration) -> [Item] {
      _ = bell.wait(timeout: .now() + .milliseconds(Int(waiting.microseconds / 1_000)))
      return items.withLock { items in
        defer { items.removeAll() }
        return items
      }
    }
  }

  /// Delivers until nothing is left, or nothing more can be done within the budget; blocks the
  /// thread.
  ///
  /// A stop by `isCancelled` leaves the rest in the outbox. A service that answered 410 is left
  /// alone, unless it is to be asked again (`resumes`).
  package func run(
    resumes: Bool = false, isCancelled: () -> Bool = { false }
  ) throws(StateError) -> [DeliveryResult] {
    var queues: [DeliveryQueue] = []
    for endpoint in endpoints {
      var record = try state.endpoint(endpoint.name.rawValue)
      if resumes {
        (record.stoppedAt, record.pausedUntil) = (nil, nil)
        try state.record([], of: record)
      }
      queues.append(DeliveryQueue(endpoint, record: record, policy: policy))
    }
    let sender = EventSender(connections: policy.connections, timeout: policy.timeout)
    defer { sender.close() }
    let inbox = Inbox()
    let deadline = Instant.now.advanced(by: policy.budget)
    var random = SystemRandomNumberGenerator()
    while true {
      let now = Instant.now
      let isOver = isCancelled() || now >= deadline
      var sent = 0
      for index in queues.indices where !isOver {
        try queues[index].exchange(with: state, at: now)
        while let event = queues[index].next(at: now) {
          sent += 1
          sender.send(event.event, to: queues[index].endpoint, at: now) { reply in
            inbox.put(
              Inbox.Item(queue: index, sequence: event.sequence, answer: reply.answer))
          }
        }
      }
      let underWay = queues.reduce(0) { $0 + $1.underWay }
      if underWay == 0 {
        // What was just noted may let another event of its lane go.
        if isOver { break }
        if sent == 0, try !waitForNext(&queues, until: deadline) { break }
        continue
      }
      // Stopped by a signal: what is under way is sent again by the next run.
      if isCancelled() { break }
      for item in inbox.take(waiting: .milliseconds(100)) {
        queues[item.queue].take(
          item.answer, of: item.sequence, at: Instant.now, using: &random)
      }
    }
    var results: [DeliveryResult] = []
    for index in queues.indices { results.append(try queues[index].finish(in: state)) }
    return results
  }

  /// Waits a moment for what is due later; gives false when nothing is due before the deadline.
  private func waitForNext(
    _ queues: inout [DeliveryQueue], until deadline: Instant
  ) throws(StateError) -> Bool {
    var next: Instant?
    for index in queues.indices {
      try queues[index].note(in: state)
      queues[index].wake()
      if let time = try queues[index].nextTime(in: state) { next = min(next ?? time, time) }
    }
    guard let next, next < deadline else { return false }
    let wait = min(max(next.microseconds - Instant.now.microseconds, 1_000), 100_000)
    Thread.sleep(forTimeInterval: Double(wait) / 1_000_000)
    return true
  }
}

/// How long events took from being written to being taken by their service, counted by length.
package struct DeliveryLatency: Sendable {
  /// The upper bounds in seconds; what took longer than the last is counted behind it.
  package static let bounds = [1, 5, 15, 60, 300, 1_800, 3_600, 21_600, 86_400, 259_200]

  /// How many events, by the first bound that they do not exceed; the last of no bound.
  package private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
  /// The sum in microseconds.
  package private(set) var microseconds: Int64 = 0

  package init() {}

  /// Counts an event; one from before a clock was set back took no time.
  package mutating func add(from written: Instant, to taken: Instant) {
    let length = max(0, taken.microseconds - written.microseconds)
    let place = Self.bounds.firstIndex { length <= Int64($0) * 1_000_000 }
    counts[place ?? Self.bounds.count] += 1
    microseconds += length
  }
}
