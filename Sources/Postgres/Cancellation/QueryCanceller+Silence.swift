import Foundation
import Synchronization

/// Counts what a session hears, so that a server that falls silent can be noticed.
///
/// Odd while the session waits for the server, even while the reader works: a slow reader is not
/// taken for a silent server. Only the session's own thread writes; others look.
struct Pulse: ~Copyable, Sendable {
  private let count = Atomic<UInt64>(0)

  /// The session waits for the server from now on.
  @inline(__always) func wait() { advance(toOdd: true) }

  /// The server was heard, and the session waits for more.
  @inline(__always) func beat() { count.store(value &+ 2, ordering: .relaxed) }

  /// The server was heard, and the reader works now.
  @inline(__always) func rest() { advance(toOdd: false) }

  @inline(__always) var value: UInt64 { count.load(ordering: .relaxed) }

  @inline(__always) private func advance(toOdd: Bool) {
    let isOdd = value & 1 == 1
    count.store(value &+ (isOdd == toOdd ? 2 : 1), ordering: .relaxed)
  }
}

extension QueryCanceller {
  /// Looks from time to time whether the server is still heard while statement `number` runs.
  ///
  /// After `limit` of silence the socket is shut down. Looks are counted, and not the time: after a
  /// stop of this whole process, the server is not to blame.
  func watch(_ number: UInt64, limit: Duration) {
    look(number, every: max(limit.seconds / 8, 0.005), last: pulse.value, silentLooks: 0)
  }

  private func look(_ number: UInt64, every step: Double, last: UInt64, silentLooks: Int) {
    DispatchQueue.global().asyncAfter(deadline: .now() + step) { [weak self] in
      guard let self, self.isRunning(number) else { return }
      let value = self.pulse.value
      let isSilent = value == last && value & 1 == 1
      guard !isSilent || silentLooks < 7 else { return self.sever(number) }
      self.look(number, every: step, last: value, silentLooks: isSilent ? silentLooks + 1 : 0)
    }
  }
}
