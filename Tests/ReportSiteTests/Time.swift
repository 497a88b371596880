import Synchronization

/// A clock that goes on when a test says so.
final class Time: Sendable {
  private let value = Mutex(Duration.zero)

  var now: Duration { value.withLock { $0 } }

  func advance(_ duration: Duration) {
    value.withLock { $0 += duration }
  }
}
