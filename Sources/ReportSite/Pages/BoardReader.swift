import JobRunner
import Logging
import PublishedTables
import Reports
import Schedule
import SiteSettings
import StateStore
import Synchronization
import Values

/// Looks where everything stands, a few times a second at most however many ask.
///
/// A request gets what is known, and now and then starts the next look without waiting for it:
/// only when nobody has asked for a while does somebody wait.
final class BoardReader: Sendable {
  private struct Known {
    var board: Board
    var looked: ContinuousClock.Instant
    var isLooking = false
  }

  /// What is asked for less often than what is published.
  private struct Slow {
    var definitions: [ReportDefinition] = []
    var definitionProblems: [String] = []
    var definitionsRead: ContinuousClock.Instant?
    var standings: [ReportStanding] = []
    var stateProblem: StateError?
    var standingsRead: ContinuousClock.Instant?
    var version = 0
  }

  /// How the business days of the reports are counted.
  let calendar: BusinessCalendar
  private let settings: SiteSettings
  private let catalogue: CatalogueReader
  private let state: SiteState
  private let logger: Logger
  private let known = Mutex<Known?>(nil)
  private let looking = Mutex(Slow())
  private let threads = OwnThreads(1)

  /// From this age on somebody looks again.
  private static let fresh = Duration.milliseconds(400)
  /// A board of this age is not shown any more: a publication is seen within a second.
  private static let oldest = Duration.milliseconds(900)
  /// Definitions change when the program is installed anew.
  private static let definitionsAge = Duration.seconds(30)
  private static let noState =
    "The state database cannot be read; the site's log has the reason. This page shows what is in the"
    + " output folder."
  /// Time alone makes a report due, and a failed run changes nothing that is published.
  private static let standingsAge = Duration.seconds(5)

  init(
    settings: SiteSettings, catalogue: CatalogueReader, state: SiteState, logger: Logger
  ) {
    self.settings = settings
    self.logger = logger
    self.catalogue = catalogue
    self.state = state
    calendar = BusinessCalendar(timeZoneName: settings.timeZone) ?? .utc
  }

  /// Where everything stands now.
  func board() async throws -> Board {
    let (board, looks) = known.withLock { known -> (Board?, Bool) in
      guard let present = known else { return (nil, false) }
      let age = present.looked.duration(to: .now)
      if age < Self.fresh { return (present.board, false) }
      guard age < Self.oldest else { return (nil, false) }
      known?.isLooking = true
      return (present.board, !present.isLooking)
    }
    if looks {
      threads.begin {
        // The next request that has to wait gets its error.
        _ = try? self.look()
        self.known.withLock { $0?.isLooking = false }
      }
    }
    if let board { return board }
    return try await threads.run { try self.look() }
  }

  private func look() throws -> Board {
    let asked = ContinuousClock.now
    return try looking.withLock { slow in
      // Somebody else may have looked while this one waited.
      if let known = known.withLock({ $0 }), known.looked > asked { return known.board }
      let looked = ContinuousClock.now
      if Self.isOlder(slow.definitionsRead, than: Self.definitionsAge, at: looked) {
        let (reports, problems) = ReportCatalogue.read(folder: settings.definitions)
        slow.definitions = reports
        slow.definitionProblems = problems.map(\.description)
        slow.definitionsRead = looked
        slow.standingsRead = nil
      }
      let published = try catalogue.current()
      let now = Instant.now
      if published.version != slow.version
        || Self.isOlder(slow.standingsRead, than: Self.standingsAge, at: looked)
      {
        try readStandings(&slow, at: now)
        slow.standingsRead = looked
        slow.version = published.version
      }
      var board = Board(
        generation: 1, catalogue: published, standings: slow.standings,
        problems: slow.definitionProblems + (slow.stateProblem == nil ? [] : [Self.noState]),
        now: Instant(microseconds: now.microseconds - now.microseconds % 60_000_000))
      known.withLock { known in
        if let before = known?.board {
          board.generation = board.shows(before) ? before.generation : before.generation + 1
        }
        known = Known(board: board, looked: looked, isLooking: known?.isLooking ?? false)
      }
      return board
    }
  }

  private func readStandings(_ slow: inout Slow, at now: Instant) throws {
    var database: StateDatabase?
    let before = slow.stateProblem?.description
    slow.stateProblem = nil
    do {
      database = try state.database()
    } catch {
      slow.stateProblem = error
      // Once, and not each time that somebody looks. Where the state lies is for the log alone.
      if before != error.description {
        logger.error("the state cannot be read", metadata: ["error": .string("\(error)")])
      }
    }
    let status = StatusBoard(
      slow.definitions.withEditions, calendar: calendar, output: settings.output, state: database,
      catchUp: 7)
    slow.standings = try status.reports(at: now).map {
      ReportStanding($0, attempts: try status.records(of: $0.definition.name, limit: 20))
    }
  }

  private static func isOlder(
    _ read: ContinuousClock.Instant?, than age: Duration, at now: ContinuousClock.Instant
  ) -> Bool {
    read.map { $0.duration(to: now) > age } ?? true
  }
}

extension Board {
  /// Whether a page made of one is right for the other.
  fileprivate func shows(_ other: Board) -> Bool {
    catalogue.version == other.catalogue.version && now == other.now
      && problems == other.problems && standings == other.standings
  }
}
