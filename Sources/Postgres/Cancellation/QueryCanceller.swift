import CLibPQ
import Foundation

/// Ends what a connection is doing, from any thread.
///
/// The object may outlive its connection; it then does nothing. `PQcancel` opens a connection of
/// its own and can block without limit on a hung server, so it always runs on a helper thread.
/// Should the session not end its statement within five seconds, its socket is shut down.
@safe public final class QueryCanceller: @unchecked Sendable {
  // @unchecked: `request` is never changed, and libpq documents PQcancel as thread-safe; `state` is
  // reached through `withState` only.
  private let request: OpaquePointer
  private var state: State
  // Not a Mutex: when a thread has to wait for one, the kernel hands it over, which the thread
  // sanitizer does not see and takes for a race.
  private let lock = NSLock()
  private static let patience = 5.0
  /// What the session hears while a statement runs.
  let pulse = Pulse()

  private struct State {
    /// A duplicate of the session's descriptor, so that its number is never someone else's.
    var socket: Int32
    var running: UInt64?
    var started: UInt64 = 0
    var isCancelled = false
    var isClosed = false
    var isSevered = false
  }

  /// A canceller for an open connection; throws if libpq has no memory for one.
  init(_ handle: borrowing PostgresHandle) throws(PostgresError) {
    guard let request = unsafe PQgetCancel(handle.pointer) else {
      throw PostgresError(.connect, "out of memory")
    }
    unsafe self.request = request
    state = State(socket: fcntl(unsafe PQsocket(handle.pointer), F_DUPFD_CLOEXEC, 0))
  }

  deinit {
    connectionClosed()
    unsafe PQfreeCancel(request)
  }

  /// Ends the running statement (57014) and makes the connection refuse every later one.
  ///
  /// Returns at once. Lasting, so that a stop that falls between two statements is not lost.
  public func cancel() {
    let running = withState { state -> UInt64? in
      state.isCancelled = true
      return state.running
    }
    guard let running else { return }
    severLater(running, after: Self.patience)
    // Repeated, because a request that overtakes its statement is ignored by the server.
    startThread {
      while self.isRunning(running) {
        self.send()
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  /// Whether ``cancel()`` was called.
  public var isCancelled: Bool { withState { $0.isCancelled } }

  /// Whether the connection has been closed.
  var isClosed: Bool { withState { $0.isClosed } }

  /// Whether the socket was shut down because the server did not answer.
  var isSevered: Bool { withState { $0.isSevered } }

  /// Notes that a statement begins; false if the connection has been cancelled.
  ///
  /// If `limit` is given and the statement is still running when it is over, the server is taken
  /// for hung and the socket is shut down. `evenIfCancelled` is for ending a transaction.
  /// After `silence` without a word from the server while the session waits, the same happens.
  func begin(limit: Duration?, silence: Duration?, evenIfCancelled: Bool) -> Bool {
    let number = withState { state -> UInt64? in
      guard evenIfCancelled || !state.isCancelled else { return nil }
      state.started += 1
      state.running = state.started
      return state.started
    }
    guard let number else { return false }
    pulse.wait()
    if let limit { severLater(number, after: limit.seconds) }
    if let silence { watch(number, limit: silence) }
    return true
  }

  /// Notes that the statement has ended and its results have been read.
  func end() {
    withState { $0.running = nil }
  }

  /// Cancels the running statement once, for its own connection, and waits for the request.
  ///
  /// It waits so that the request cannot hit the next statement; a server that does not take the
  /// request loses the connection instead.
  func interrupt() {
    guard let running = withState({ $0.running }) else { return }
    severLater(running, after: Self.patience)
    let sent = DispatchSemaphore(value: 0)
    startThread {
      self.send()
      sent.signal()
    }
    if sent.wait(timeout: .now() + Self.patience / 2) == .timedOut { sever(running) }
  }

  /// Forgets the session: from now on nothing is shut down.
  func connectionClosed() {
    let socket = withState { state in
      state.running = nil
      state.isCancelled = true
      state.isClosed = true
      defer { state.socket = -1 }
      return state.socket
    }
    if socket >= 0 { close(socket) }
  }

  private func withState<R>(_ body: (inout State) -> R) -> R {
    lock.withLock { body(&state) }
  }

  private func send() {
    // A refused request is no error of its own: the statement may have ended, and if it has not,
    // the socket is shut down in the end.
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      unsafe _ = PQcancel(request, text.baseAddress, Int32(text.count))
    }
  }

  func isRunning(_ number: UInt64) -> Bool {
    withState { $0.running == number }
  }

  private func severLater(_ number: UInt64, after seconds: Double) {
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in
      self?.sever(number)
    }
  }

  func sever(_ number: UInt64) {
    withState { state in
      guard state.running == number, state.socket >= 0 else { return }
      state.isSevered = true
      shutdown(state.socket, Int32(SHUT_RDWR))
    }
  }

  private func startThread(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = "postgres-cancel"
    thread.start()
  }
}
