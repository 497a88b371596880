import Foundation
import Synchronization

/// The shell that runs the server, in a session of its own, and ends it when we are gone.
///
/// In a session of its own, so that an interrupt typed at the terminal reaches only us and we
/// decide in which order things end.
final class Supervisor: Sendable {
  private struct State {
    /// The process; nil once it has been waited for.
    var process: pid_t?
    /// Our end of the socket; the other end is the supervisor's standard input.
    var line: Int32
  }

  private let state: Mutex<State>

  /// Starts a command line; the first word is looked up in `PATH`.
  init(_ words: [String]) throws(EmbeddedClusterError) {
    var ends: [Int32] = [-1, -1]
    // A socket and not a pipe: writing to it after the reader's death can be told to be quiet.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw EmbeddedClusterError("no socket for the supervisor: errno \(errno)")
    }
    let (process, code) = Self.spawn(words, input: ends[1])
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      throw EmbeddedClusterError("cannot run \(words.first ?? "nothing"): errno \(code)")
    }
    state = Mutex(State(process: process, line: ends[0]))
  }

  deinit {
    state.withLock { if $0.line >= 0 { close($0.line) } }
  }

  /// Whether the supervisor itself has ended.
  var hasEnded: Bool {
    state.withLock { state in
      guard let process = state.process else { return true }
      guard waitpid(process, nil, WNOHANG) != 0 else { return false }
      state.process = nil
      return true
    }
  }

  /// Orders the server to stop and waits until the supervisor has cleaned up.
  func stop() {
    state.withLock { state in
      if state.line >= 0 {
        unsafe _ = send(state.line, "stop\n", 5, Int32(MSG_NOSIGNAL))
        close(state.line)
        state.line = -1
      }
      guard let process = state.process else { return }
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
      state.process = nil
    }
  }

  /// Starts the process with nothing of ours but `input`: no descriptors, no signal settings.
  private static func spawn(_ words: [String], input: Int32) -> (process: pid_t, code: Int32) {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    for descriptor in openDescriptors() where descriptor > 2 {
      unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    // POSIX_SPAWN_SETSID, which the C library shows to GNU sources only.
    let ownSession: Int32 = 0x80
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(ownSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    // The server's log in plain words, whatever the language of the terminal; no PG* variables.
    let environment = ["PATH=\(path)", "LC_ALL=C.UTF-8", "HOME=/"]
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    let variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(
      &process, words.first ?? "", &actions, &attributes, arguments, variables)
    return (process, code)
  }

  /// The open descriptors, so that the server does not hold a lock or a pipe of ours open.
  private static func openDescriptors() -> [Int32] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return (names ?? []).compactMap { Int32($0) }
  }
}
