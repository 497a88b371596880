import RunStore
import Synchronization

/// The state database, opened when it is first needed and there is one.
///
/// Whoever looks at it waits for no writer: SQLite gives readers what was there before. A change may
/// have to wait, for a job that writes; so changes have a thread of their own, where they take turns
/// anyway, and whoever waits too long is asked to come again.
final class SiteState: Sendable {
  private let folder: String
  /// How long a change waits for another process, and then again for its turn here.
  private let patience: Duration
  private let opened = Mutex<StateDatabase?>(nil)
  private let looking = OwnThreads(4)
  private let changing = OwnThreads(1)

  init(folder: String, patience: Duration) {
    self.folder = folder
    self.patience = patience
  }

  /// The database; nil while no run has made one.
  ///
  /// It reads files, so call it on a thread that may wait. Throws `StateError`.
  func database() throws(StateError) -> StateDatabase? {
    try open { StateDatabase.exists(in: $0) }
  }

  /// Looks at the database, nil while there is none, on a thread of those that look.
  func look<Value: Sendable>(
    _ body: @escaping @Sendable (StateDatabase?) throws -> Value
  ) async throws -> Value {
    try await looking.run { try body(self.database()) }
  }

  /// Changes the database, which is made when there is none, when it is this change's turn.
  ///
  /// Throws 503 when that takes too long, and `StateError` with the cause `busy` when another process
  /// holds the database for too long.
  func change<Value: Sendable>(
    _ body: @escaping @Sendable (StateDatabase) throws -> Value
  ) async throws -> Value {
    let asked = ContinuousClock.now
    return try await changing.run { [patience] in
      guard asked.duration(to: .now) < patience else { throw Refusal.stateBusy }
      guard let database = try self.open({ _ in true }) else { throw Refusal.stateBusy }
      return try body(database)
    }
  }

  private func open(_ isWanted: (String) -> Bool) throws(StateError) -> StateDatabase? {
    try opened.withLock { opened throws(StateError) in
      if opened == nil, isWanted(folder) {
        opened = try StateDatabase(folder: folder, patience: patience)
      }
      return opened
    }
  }
}

extension Refusal {
  /// Somebody else is changing the state.
  static let stateBusy = busy(
    "The state is being changed by a job or by somebody else. Nothing was changed: repeat it in a"
      + " moment.", retryAfter: 5)
}
