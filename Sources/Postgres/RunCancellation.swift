import Foundation
import Synchronization

/// The stop button of one blocking run: what to cancel, and whether it was pressed.
public final class RunCancellation: Sendable {
  private struct State {
    var isCancelled = false
    var cancellers: [QueryCanceller] = []
  }

  private let state = Mutex(State())

  /// A button that nobody has pressed yet.
  public init() {}

  /// Whether ``cancel()`` was called.
  public var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Stops the run: cancels every registered connection, and returns at once.
  public func cancel() {
    let cancellers = state.withLock { state in
      state.isCancelled = true
      defer { state.cancellers = [] }
      return state.cancellers
    }
    for canceller in cancellers { canceller.cancel() }
  }

  /// Throws `CancellationError` if the run was stopped; for long work between two statements.
  public func check() throws(CancellationError) {
    if isCancelled { throw CancellationError() }
  }

  /// Sleeps, and throws `CancellationError` soon after a stop.
  public func sleep(for duration: Duration) throws(CancellationError) {
    let end = ContinuousClock.now + duration
    while true {
      try check()
      let rest = end - .now
      guard rest > .zero else { return }
      Thread.sleep(forTimeInterval: min(rest, .milliseconds(50)).seconds)
    }
  }

  /// Adds a connection to what a stop cancels; throws if the run was stopped already.
  public func register(_ canceller: QueryCanceller) throws(CancellationError) {
    let isLate = state.withLock { state in
      // Connections closed since: a long run may open many.
      state.cancellers.removeAll { $0.isClosed }
      if !state.isCancelled { state.cancellers.append(canceller) }
      return state.isCancelled
    }
    if isLate { throw CancellationError() }
  }
}
