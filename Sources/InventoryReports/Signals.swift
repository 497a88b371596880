import Dispatch
import Foundation
import Synchronization

/// Runs work that a signal cancels.
///
/// The first SIGINT or SIGTERM cancels the work, which cleans up and ends with `Interrupted`; a
/// second one ends the program at once.
func interruptible<Result: Sendable>(
  _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let received = Mutex<Int32>(0)
  let task = Task { try await work() }
  let sources = [SIGINT, SIGTERM].map { number in
    // The default action must not come before the source sees the signal.
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      let isSecond = received.withLock { first in
        defer { first = number }
        return first != 0
      }
      if isSecond { exit(128 + number) }
      task.cancel()
    }
    source.resume()
    return source
  }
  defer { for source in sources { source.cancel() } }
  do {
    return try await task.value
  } catch {
    let number = received.withLock { $0 }
    throw number == 0 ? error : Interrupted(signal: number)
  }
}
