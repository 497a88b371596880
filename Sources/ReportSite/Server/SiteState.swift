import SiteSettings
import StateStore
import Synchronization

/// The state database, opened when it is first needed and there is one.
///
/// A reader waits for no writer: SQLite gives readers what was there before. A change may
/// have to wait, for a job that writes; so changes have a thread of their own, where they take turns
/// anyway, and a request that waits too long is answered with 503.
final class SiteState: Sendable {
  private let settings: SiteSettings
  /// How long a change waits for another process, and then again for its turn here.
  private let patience: Duration
  private let opened = Mutex<Opened?>(nil)
  private let looking = OwnThreads(4)
  private let changing = OwnThreads(1)

  private struct Opened {
    var database: StateDatabase
    /// The output folder that it was held against.
    var output: String
  }

  init(_ settings: SiteSettings, patience: Duration) {
    self.settings = settings
    self.patience = patience
  }

  /// Where it is, and whose memory: a link to the output folder may lead elsewhere by now.
  private var place: StatePlace {
    StatePlace(folder: settings.state, output: settings.output, patience: patience)
  }

  /// The database; nil while no run has made one.
  ///
  /// It reads files, so call it on a thread that may wait. Throws `StateError`, also when the state is
  /// gone, or is not the one of the reports.
  func database() throws(StateError) -> StateDatabase? {
    let place = place
    return try opened.withLock { opened throws(StateError) in
      if let known = try Self.known(opened, in: place) { return known }
      opened = nil
      opened = try place.openExisting().map { Opened(database: $0, output: place.output) }
      return opened?.database
    }
  }

  /// The database that is open, if it is that of the place.
  private static func known(
    _ opened: Opened?, in place: StatePlace
  ) throws(StateError) -> StateDatabase? {
    guard let opened, opened.output == place.output else { return nil }
    try opened.database.ensureInPlace()
    return opened.database
  }

  /// Makes the folder of the state, for this user alone, before something else is put there.
  func makeFolder() throws(StateError) {
    try place.makeFolder()
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
      guard asked.duration(to: .now) < patience else { throw HTTPProblem.stateBusy }
      return try body(self.databaseToChange())
    }
  }

  /// The database, which is made when there is none.
  private func databaseToChange() throws(StateError) -> StateDatabase {
    let place = place
    let known = try opened.withLock { opened throws(StateError) in
      try Self.known(opened, in: place)
    }
    if let known { return known }
    // It may wait for another process: those who look do not wait with it.
    let made = try place.open()
    return opened.withLock { opened in
      // A reader has opened it meanwhile.
      if let opened, opened.output == place.output { return opened.database }
      opened = Opened(database: made, output: place.output)
      return made
    }
  }
}

extension HTTPProblem {
  /// Somebody else is changing the state.
  static let stateBusy = busy(
    "A job or another person is changing the state. Nothing was changed: try again in a moment.",
    retryAfter: 5)
}
