/// How hard to try to deliver.
package struct DeliveryPolicy: Sendable {
  /// How long one run tries; the next one goes on.
  package var budget = Duration.seconds(120)
  /// How many seconds after its first attempt an event is given up.
  package var giveUpAfter = 3 * 86_400
  /// How long one request may take from its start to the end of the answer.
  package var timeout = Duration.seconds(15)
  /// How many requests may be under way to one service at once.
  package var connections = 64
  /// How long an event waits for its next attempt.
  package var backoff = Backoff()

  package init() {}
}

/// What deliveries to one service came to.
package struct DeliveryResult: Sendable {
  package var endpoint: EndpointName
  /// How many events arrived.
  package var delivered = 0
  /// How many were given up now.
  package var dead = 0
  /// How many attempts failed.
  package var failures = 0
  /// How long those that arrived took from being written to being taken.
  package var latency = DeliveryLatency()
  /// How many still wait.
  package var pending = 0
  /// Whether the service wants no events any more.
  package var isStopped = false
  /// Why an attempt failed last.
  package var lastError: String?

  /// Whether everything that was to be delivered was.
  package var isComplete: Bool { pending == 0 && dead == 0 }
}

/// How long to wait before another attempt: exponential with full jitter, so that those who failed
/// together do not come back together.
///
/// Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
package struct Backoff: Sendable {
  /// The bound of the first wait, in microseconds.
  package var base: Int64 = 1_000_000
  /// The bound of every wait, in microseconds.
  package var most: Int64 = 3_600_000_000

  package init() {}

  /// The wait after a number of failures, in microseconds: anything from 0 up to the bound.
  package func wait(after failures: Int, using random: inout some RandomNumberGenerator) -> Int64 {
    let doublings = max(0, min(failures - 1, 40))
    let (bound, overflow) = base.multipliedReportingOverflow(by: 1 << Int64(doublings))
    return Int64.random(in: 0...(overflow ? most : min(bound, most)), using: &random)
  }
}
