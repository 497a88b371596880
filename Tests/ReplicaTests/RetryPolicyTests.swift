import Testing

@testable import Postgres

/// A random source that gives the same numbers every time.
struct Counting: RandomNumberGenerator {
  var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}

@Suite struct RetryPolicyTests {
  private func error(_ state: String?, _ kind: PostgresError.Kind = .query) -> PostgresError {
    PostgresError(kind, "test", sqlState: state)
  }

  private func decision(
    _ error: PostgresError, after earlier: [PostgresError] = []
  ) -> RetryPolicy.Decision {
    var random = Counting()
    return RetryPolicy().decision(for: error, after: earlier, using: &random)
  }

  @Test(arguments: [
    "40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03", "57P05", "25P03", "08006",
    "08001",
  ])
  func `a conflict or a server that is gone is retried`(state: String) {
    guard case .retry = decision(error(state)) else {
      Issue.record("\(state) is not retried")
      return
    }
  }

  @Test func `a lost connection without a word is retried`() {
    for kind in [PostgresError.Kind.lost, .connect, .truncated] {
      guard case .retry = decision(error(nil, kind)) else {
        Issue.record("\(kind) is not retried")
        continue
      }
    }
  }

  @Test(arguments: [
    "3D000", "57P04", "42P01", "42703", "28P01", "28000", "42501", "XX001", "53200",
  ])
  func `what may differ on another server is tried there once`(state: String) {
    #expect(decision(error(state)) == .tryOtherServer)
    #expect(decision(error(state), after: [error("40001")]) == .tryOtherServer)
    #expect(decision(error(state), after: [error("42P01")]) == .giveUp)
  }

  @Test(arguments: ["57014", "25006", "0A000", "22023", "25P02", "22P02", "42601"])
  func `what would fail again is given up`(state: String) {
    #expect(decision(error(state)) == .giveUp)
  }

  @Test func `our own mistakes and stops are given up`() {
    for kind in [PostgresError.Kind.cancelled, .usage, .settings, .decode] {
      #expect(decision(error(nil, kind)) == .giveUp)
    }
  }

  @Test func `the attempts are counted`() {
    let conflict = error("40001")
    guard case .retry = decision(conflict, after: [conflict, conflict]) else {
      Issue.record("the fourth attempt is not made")
      return
    }
    #expect(decision(conflict, after: [conflict, conflict, conflict]) == .giveUp)
  }

  @Test func `the waits double up to the cap, and are jittered in full`() {
    var policy = RetryPolicy()
    #expect(
      (1...7).map { policy.longestWait(afterAttempt: $0) }
        == [1, 2, 4, 8, 15, 15, 15].map { .seconds($0) })
    #expect(policy.longestWait(afterAttempt: .max) == .seconds(15))
    policy.firstWait = .seconds(Int64.max / 2_000_000)
    #expect(policy.longestWait(afterAttempt: 40) == .seconds(15))

    policy = RetryPolicy()
    policy.attempts = 100
    var random = Counting()
    for attempt in 1...6 {
      let earlier = Array(repeating: error("40001"), count: attempt - 1)
      let waits = (0..<500).compactMap { _ -> Duration? in
        guard
          case .retry(let wait) = policy.decision(
            for: error("40001"), after: earlier, using: &random)
        else { return nil }
        return wait
      }
      let longest = policy.longestWait(afterAttempt: attempt)
      #expect(waits.count == 500)
      #expect(waits.allSatisfy { (.zero...longest).contains($0) })
      #expect(waits.contains { $0 < longest / 10 })
      #expect(waits.contains { $0 > longest * 0.9 })
    }
  }
}
