/// How hard to try to deliver.
public struct DeliveryPolicy: Sendable {
  /// How long one run tries; the next one goes on.
  public var budget = Duration.seconds(120)
  /// How many seconds after its first attempt an event is given up.
  public var giveUpAfter = 3 * 86_400
  /// How long one request may take from its start to the end of the answer.
  public var timeout = Duration.seconds(15)
  /// How many requests may be under way to one service at once.
  public var connections = 64
  /// How long an event waits for its next attempt.
  public var backoff = Backoff()

  /// The usual policy.
  public init() {}
}

/// What deliveries to one service came to.
public struct DeliveryResult: Sendable {
  /// Which service.
  public var endpoint: EndpointName
  /// How many events arrived.
  public var delivered = 0
  /// How many were given up now.
  public var dead = 0
  /// How many attempts failed.
  public var failures = 0
  /// How long those that arrived took from being written to being taken.
  public var latency = DeliveryLatency()
  /// How many still wait.
  public var pending = 0
  /// Whether the service wants no events any more.
  public var isStopped = false
  /// Why an attempt failed last.
  public var lastError: String?

  /// Whether everything that was to be delivered was.
  public var isComplete: Bool { pending == 0 && dead == 0 }
}

/// How long to wait before another attempt: exponential with full jitter, so that those who failed
/// together do not come back together.
///
/// Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public struct Backoff: Sendable {
  /// The bound of the first wait, in microseconds.
  public var base: Int64 = 1_000_000
  /// The bound of every wait, in microseconds.
  public var most: Int64 = 3_600_000_000

  /// The usual waits.
  public init() {}

  /// The wait after a number of failures, in microseconds: anything from 0 up to the bound.
  public func wait(after failures: Int, using random: inout some RandomNumberGenerator) -> Int64 {
    let doublings = max(0, min(failures - 1, 40))
    let (bound, overflow) = base.multipliedReportingOverflow(by: 1 << Int64(doublings))
    return Int64.random(in: 0...(overflow ? most : min(bound, most)), using: &random)
  }
}
