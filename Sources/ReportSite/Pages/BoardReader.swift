import JobRunner
import NIOPosix
import PublishedTables
import Reports
import RunStore
import SiteSettings
import Synchronization

/// Looks where everything stands, at most about once a second however many ask.
final class BoardReader: Sendable {
  private struct Known {
    var board: Board
    var looked: ContinuousClock.Instant
  }

  private struct Definitions {
    var reports: [ReportDefinition]
    var problems: [String]
    var read: ContinuousClock.Instant
  }

  /// How the business days of the reports are counted.
  let calendar: BusinessCalendar
  private let settings: SiteSettings
  private let catalogue: CatalogueReader
  private let known = Mutex<Known?>(nil)
  private let looking = Mutex<Definitions?>(nil)
  private let state: SiteState

  /// How old a board may be: with the look itself, a publication is seen within a second.
  private static let age = Duration.milliseconds(700)

  init(settings: SiteSettings, catalogue: CatalogueReader, state: SiteState) {
    self.settings = settings
    self.catalogue = catalogue
    self.state = state
    calendar = BusinessCalendar(timeZoneName: settings.timeZone) ?? .utc
  }

  /// Where everything stands now.
  func board() async throws -> Board {
    if let board = fresh() { return board }
    return try await NIOThreadPool.singleton.runIfActive { try self.look() }
  }

  private func fresh() -> Board? {
    known.withLock { known in
      guard let known, known.looked.duration(to: .now) < Self.age else { return nil }
      return known.board
    }
  }

  private func look() throws -> Board {
    try looking.withLock { definitions in
      if let board = fresh() { return board }
      let looked = ContinuousClock.now
      // Definitions change when the program is installed anew, so they are not read every second.
      if definitions.map({ $0.read.duration(to: looked) > .seconds(30) }) ?? true {
        let (reports, problems) = ReportCatalogue.read(folder: settings.definitions)
        definitions = Definitions(
          reports: reports, problems: problems.map(\.description), read: looked)
      }
      let published = try catalogue.current()
      var problems = definitions?.problems ?? []
      var database: StateDatabase?
      do {
        database = try state.database()
      } catch {
        problems.append("\(error)")
      }
      let now = Instant.now
      let status = StatusBoard(
        definitions?.reports ?? [], calendar: calendar, output: settings.output, state: database,
        catchUp: 7)
      let standings = try status.reports(at: now).map {
        ReportStanding($0, attempts: try status.records(of: $0.definition.name, limit: 20))
      }
      let minute = Instant(microseconds: now.microseconds - now.microseconds % 60_000_000)
      var board = Board(
        generation: 1, catalogue: published, standings: standings, problems: problems, now: minute)
      known.withLock { known in
        if let before = known?.board {
          let isSame =
            before.catalogue.version == published.version && before.standings == standings
            && before.problems == problems && before.now == minute
          board.generation = isSame ? before.generation : before.generation + 1
        }
        known = Known(board: board, looked: looked)
      }
      return board
    }
  }
}
