import Files
import Foundation
import GRDB
import Publishing
import Synchronization
import Values

/// A state folder and the output folder whose memory it is.
///
/// Each knows the other: the state has an id, and the output folder says which state it belongs to
/// (`OutputMark`). So a state that was deleted, mixed up with another, or replaced by an older copy
/// is noticed before anything is remembered anew.
package struct StatePlace: Sendable {
  package let folder: String
  /// The output folder, by its real path.
  package let output: String
  private let patience: Duration

  /// A state folder and an output folder, neither of which need be there.
  ///
  /// A change that has to wait longer than `patience` for another process throws the cause `busy`.
  package init(
    folder: String, output: String, patience: Duration = StateDatabase.usualPatience
  ) {
    self.folder = folder
    self.patience = patience
    self.output = OutputPath.real(output)
  }

  /// Opens the state; makes it where nothing was ever remembered.
  ///
  /// Throws `StateError`, with the cause `lost` when the state is gone that the output folder
  /// belongs to, and `foreign` when this is another one.
  package func open() throws(StateError) -> StateDatabase {
    try open(StateTie(place: self))
  }

  /// Opens the state where there is one, and leaves the output folder as it is; nil where none is
  /// needed yet.
  ///
  /// Throws as `open` does.
  package func openExisting() throws(StateError) -> StateDatabase? {
    try expectNotLost(within: Self.memory)
    return try StateDatabase.exists(in: folder)
      ? open(StateTie(place: self, isLooking: true)) : nil
  }

  /// Opens the state to read it alone: nothing is changed, neither there nor in the output folder, and
  /// no right to write is needed; nil where there is none yet.
  ///
  /// Throws as `open` does.
  package func look() throws(StateError) -> StateDatabase? {
    try expectNotLost(within: Self.memory)
    return try StateDatabase.exists(in: folder)
      ? StateDatabase(reading: folder, tie: StateTie(place: self, isLooking: true)) : nil
  }

  /// Makes this the state of the output folder, whichever was before.
  ///
  /// Throws as `open` does, unless the loss of what the former state remembered is accepted.
  package func begin(acceptingLoss: Bool) throws(StateError) -> StateDatabase {
    guard acceptingLoss else { return try open() }
    return try StateDatabase(
      folder: folder, tie: StateTie(place: self, takesOver: true), patience: patience)
  }

  /// The copies that runs leave in the output folder.
  package var copies: StateCopies { StateCopies(output: output) }

  /// Makes the folder of the state, for this user alone.
  package func makeFolder() throws(StateError) {
    try StateFile.makePrivateFolder(folder)
  }

  /// Throws `StateError` when the state is missing that the output folder belongs to.
  package func expectNotLost() throws(StateError) {
    try expectNotLost(within: .zero)
  }

  private func expectNotLost(within age: Duration) throws(StateError) {
    if try !StateDatabase.exists(in: folder) { try expectNothingLost(within: age) }
  }

  private func open(_ tie: StateTie) throws(StateError) -> StateDatabase {
    try expectNotLost()
    return try StateDatabase(folder: folder, tie: tie, patience: patience)
  }

  /// Throws when a state that is not there is missing.
  func expectNothingLost(within age: Duration = .zero) throws(StateError) {
    if let mark = try OutputMark.read(in: output) {
      let place = mark.place == folder ? "" : ", which was in \(mark.place)"
      throw lost(
        "\(output) belongs to the state \(StateIdentity.short(mark.state))\(place)", mark)
    }
    if try hasTrace(within: age) { throw lost("reports were made with one in \(output)", nil) }
  }

  /// Whether any report was ever published.
  func isPublished() throws(StateError) -> Bool {
    try hasRun(newest: 1) { _ in true }
  }

  /// Whether a state was there for what is published, as far as an output folder without a mark tells:
  /// by a copy, or by a run that knew the prices of the past.
  ///
  /// That there was none holds for so long.
  func hasTrace(within age: Duration = .zero) throws(StateError) -> Bool {
    if copies.areAny { return true }
    let now = ContinuousClock.now
    if let asked = Self.untraced.withLock({ $0[output] }), now - asked < age { return false }
    let isFound = try hasRun(newest: Self.tracedRuns) { run in
      // What cannot be read may say anything.
      guard let facts = try? run().facts else { return true }
      return facts.prices.map { $0.since.instant < facts.asOf.instant } ?? false
    }
    Self.untraced.withLock { $0[output] = isFound ? nil : now }
    return isFound
  }

  /// The output folders in which nothing was found, and when; each page asks while there is no state.
  private static let untraced = Mutex<[String: ContinuousClock.Instant]>([:])
  /// For how long readers rely on that; a state is begun after a look of its own.
  private static let memory = Duration.seconds(10)

  /// How many runs of each report are looked at: it may be a page that asks.
  private static let tracedRuns = 30

  private func hasRun(
    newest limit: Int, where fits: (() throws -> PublishedRun) -> Bool
  ) throws(StateError) -> Bool {
    do {
      let published = PublishedReports(output: output)
      for report in try published.reports() {
        for id in try published.newestRuns(of: report, limit: limit) {
          if fits({ try published.run(id, of: report) }) { return true }
        }
      }
      return false
    } catch {
      throw StateError(unexpected: "\(error)", path: output)
    }
  }

  private func lost(_ reason: String, _ mark: OutputMark?) -> StateError {
    var error = StateError(.lost, path: "\(folder)/\(StateDatabase.fileName)", reason: reason)
    error.copy = (mark.flatMap { copies.of($0.state).first } ?? copies.all.first)
    return error
  }
}

/// What lies in a state's folder beside the database.
package enum StateName: String, Sendable {
  /// The folder of the ledger's summary.
  case ledger
  /// The folder of what runs saw of the ledger.
  case register
  /// The folder of exported orders.
  case orders
  /// The folder of the valuations that the site computes.
  case valuations = "site-valuations"
  /// The lock of the state.
  case lock = "state.lock"
  /// The lock of whoever decides and delivers alerts.
  case alertsLock = "alerts.lock"

  static let folders: Set<String> = [
    ledger.rawValue, register.rawValue, orders.rawValue, valuations.rawValue,
  ]

  /// Its path in a state's folder.
  package func path(in folder: String) -> String { "\(folder)/\(rawValue)" }
}
