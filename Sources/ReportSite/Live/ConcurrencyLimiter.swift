import HTTPTypes

/// Limits how many tasks run at a time, and how many wait, first come first served.
actor ConcurrencyLimiter {
  private let places: Int
  private let queue: Int
  private var inside = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int, queue: Int) {
    self.places = places
    self.queue = queue
  }

  /// Does the work when it is its turn; throws 503 when too many wait already.
  func pass<Result: Sendable>(
    _ work: @Sendable () async throws -> Result
  ) async throws -> Result {
    if inside < places {
      inside += 1
    } else {
      guard waiting.count < queue else {
        throw HTTPProblem.busy(
          "Too many requests are waiting. Try again in a moment.", retryAfter: 10)
      }
      // The place is handed over: `inside` stays as it is.
      await withCheckedContinuation { waiting.append($0) }
    }
    defer {
      if waiting.isEmpty { inside -= 1 } else { waiting.removeFirst().resume() }
    }
    return try await work()
  }
}
