import HTTPTypes
import Synchronization

/// How often somebody may try in a minute.
final class RateLimit: Sendable {
  private struct Count {
    var minute: Int64
    var tries: Int
  }

  /// How many addresses are remembered; when there are more, all share one count.
  private static let addresses = 10_000

  private let most: Int
  private let counts = Mutex<[String: Count]>([:])
  private let now: @Sendable () -> Duration

  init(perMinute most: Int, now: @escaping @Sendable () -> Duration = Monotonic.now) {
    self.most = most
    self.now = now
  }

  /// Counts a try; throws 429 when there were too many.
  func count(_ address: String?) throws(HTTPProblem) {
    let minute = now().components.seconds / 60
    let tries = counts.withLock { counts in
      if counts.count >= Self.addresses { counts = counts.filter { $0.value.minute == minute } }
      let key = counts.count >= Self.addresses ? "" : address ?? ""
      var count = counts[key] ?? Count(minute: minute, tries: 0)
      if count.minute != minute { count = Count(minute: minute, tries: 0) }
      count.tries += 1
      counts[key] = count
      return count.tries
    }
    guard tries <= most else {
      throw HTTPProblem(
        .tooManyTries, "Wait a minute, then try again.", headers: [.retryAfter: "60"])
    }
  }
}
