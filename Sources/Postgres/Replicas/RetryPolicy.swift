import Values

/// Whether and when a failed reading is begun again, from a new snapshot.
///
/// A pure value: it waits for nothing and keeps no history.
public struct RetryPolicy: Sendable, Equatable {
  /// What to do after a failure.
  public enum Decision: Sendable, Equatable {
    /// Wait, then read everything again, from another server first if there is one.
    case retry(after: Duration)
    /// Read everything again at once, but only from a server that has not failed this way.
    ///
    /// The error is permanent there; another standby may be ahead of, or behind, a change of the
    /// schema or the roles. Without another server, give up.
    case tryOtherServer
    /// Nothing would change: report the error.
    case giveUp
  }

  /// How often the reading is begun in all.
  public var attempts = 4
  /// The longest wait after the first failure; doubled after every further one.
  public var firstWait: Duration = .seconds(1)
  /// The longest wait after any failure.
  public var longestWait: Duration = .seconds(15)

  /// Four attempts, with waits of up to 1, 2 and 4 seconds.
  public init() {}

  /// What to do after `error`, when the attempts before failed with `earlier`.
  ///
  /// The wait is anything between nothing and the longest for that attempt, from `random`: so that
  /// several readers that failed together do not come back together.
  public func decision(
    for error: PostgresError, after earlier: [PostgresError] = [],
    using random: inout some RandomNumberGenerator
  ) -> Decision {
    let attempt = earlier.count + 1
    guard attempt < attempts else { return .giveUp }
    switch error.remedy {
    case .otherServerFirst:
      let wait = Int64.random(in: 0...microseconds(attempt), using: &random)
      return .retry(after: .microseconds(wait))
    case .otherServerOnce:
      return earlier.contains { $0.remedy == .otherServerOnce } ? .giveUp : .tryOtherServer
    case .none: return .giveUp
    }
  }

  /// The longest wait after an attempt, counted from 1.
  public func longestWait(afterAttempt attempt: Int) -> Duration {
    .microseconds(microseconds(attempt))
  }

  private func microseconds(_ attempt: Int) -> Int64 {
    let cap = max(0, longestWait.microseconds)
    // More doublings than that pass any cap.
    let factor = Int64(1) << Int64(min(max(0, attempt - 1), 40))
    let (wait, overflow) = max(0, firstWait.microseconds).multipliedReportingOverflow(by: factor)
    return overflow ? cap : min(cap, wait)
  }
}

extension PostgresError {
  /// What a failed reading can be helped by.
  enum Remedy {
    case otherServerFirst, otherServerOnce, none
  }

  var remedy: Remedy {
    guard !isTransient else { return .otherServerFirst }
    switch (reason, sqlState) {
    case (.authentication, _), (.missingDatabase, _), (.permission, _): return .otherServerOnce
    case (_, "42P01"), (_, "42703"), (_, "42883"), (_, "3F000"): return .otherServerOnce
    // Out of disk or memory, input and output, corruption: troubles of one machine.
    case (_, let state?) where ["53", "58", "XX"].contains(state.prefix(2)):
      return .otherServerOnce
    default: return .none
    }
  }
}
