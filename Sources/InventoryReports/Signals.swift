import Dispatch
import Foundation
import Synchronization

/// Runs work that a signal cancels.
///
/// The first SIGINT, SIGTERM or SIGHUP cancels the work, which cleans up and ends with `Interrupted`, and
/// lets no other begin; a second one ends the program at once.
func interruptible<Result: Sendable>(
  _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  StopSignals.watch
  let task = Task { try await work() }
  StopSignals.state.withLock { state in
    state.cancel = { task.cancel() }
    if state.received != 0 { task.cancel() }
  }
  defer { StopSignals.state.withLock { $0.cancel = nil } }
  do {
    return try await task.value
  } catch {
    let number = StopSignals.state.withLock { $0.received }
    throw number == 0 ? error : Interrupted(signal: number)
  }
}

/// The signals that stop the program, watched from the first work on that they may stop.
enum StopSignals {
  fileprivate struct State {
    var received: Int32 = 0
    var cancel: (@Sendable () -> Void)?
  }

  fileprivate static let state = Mutex(State())

  /// A source for each signal, once and for good: a new one misses what comes while a former one is
  /// cancelled.
  fileprivate static let watch: Void = {
    // What `nohup` starts goes on when its terminal is gone.
    for number in [SIGINT, SIGTERM] + (isHangUpIgnored ? [] : [SIGHUP]) {
      // The default action must not come before the source sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // It keeps itself.
        extendLifetime(source)
        let cancel = state.withLock { state in
          if state.received != 0 { exit(128 + number) }
          state.received = number
          return state.cancel
        }
        cancel?()
      }
      source.resume()
    }
  }()

  /// Whether the parent process ignores a hang-up: the lowest bit of what is ignored.
  static let isHangUpIgnored: Bool = {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
    return line?.last?.hexDigitValue.map { $0 & 1 == 1 } ?? false
  }()
}
