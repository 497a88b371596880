import HTTPTypes
import JobRunner
import Logging
import NIOPosix
import Postgres
import PublishedTables
import Publishing
import Reports
import ReportWriters
import SiteSettings
import StateStore
import StockReading
import Values

/// Gives the valuation of any days that are over: a published run where there is one, else one that is
/// made on a standby, by the same code as every night's, into a folder of its own.
///
/// One is made at a time, and requests for the same one share it.
final class ValuationService: Sendable {
  static let report = "inventory-valuation"

  private let settings: SiteSettings
  private let catalogue: CatalogueReader
  private let calendar: BusinessCalendar
  private let logger: Logger
  private let state: SiteState
  private let folder: ValuationFolder
  private let limiter = ConcurrencyLimiter(places: 1, queue: 8)
  private let making = SingleFlight<ValuationRequest, PublishedRun>()

  init(settings: SiteSettings, catalogue: CatalogueReader, state: SiteState, logger: Logger) {
    self.settings = settings
    self.catalogue = catalogue
    self.state = state
    self.logger = logger
    calendar = BusinessCalendar(timeZoneName: settings.timeZone) ?? .utc
    folder = ValuationFolder(path: StateName.valuations.path(in: settings.state))
  }

  /// The run that answers a request; throws 503 while it is still being made.
  func run(for request: ValuationRequest) async throws -> PublishedRun {
    let last = calendar.day(of: .now).advanced(by: -1)
    guard request.date <= last else {
      throw HTTPProblem.badRequest("'to' must be a day that is over: \(last) at the latest.")
    }
    let published = try await catalogue.now().report(Self.report)
    let run = published?.runs.last {
      request.isAnswered(by: $0, in: calendar, currency: settings.currency)
    }
    if let run { return run }
    guard let database = settings.database else { throw HTTPProblem.noDatabase }
    let made = try await making.value(of: request) { [self] in
      try await limiter.pass {
        try await runOnOwnThread(named: "valuation") { cancellation in
          try self.make(request, on: database, cancellation)
        }
      }
    }
    guard let made else {
      throw HTTPProblem(
        .inProgress, "The valuation is being computed. Repeat the request in a moment.",
        headers: [.retryAfter: "15"])
    }
    return made
  }

  /// Makes the run; blocks.
  private func make(
    _ request: ValuationRequest, on database: ReplicaSet, _ cancellation: RunCancellation
  ) throws -> PublishedRun {
    guard
      var definition = try ReportCatalogue.load(folder: settings.definitions)
        .first(where: { $0.name == Self.report })
    else { throw HTTPProblem.notFound("\(Self.report) is not defined.") }
    // It is for who asks, and for nobody else.
    definition.editions = []
    try sweep()
    try state.makeFolder()
    var order = RunRequest(
      definitions: [definition], areNamed: true, output: folder.place(), calendar: calendar,
      currency: settings.currency, programVersion: settings.programVersion)
    order.dates = .day(request.date)
    // The database's clock has the last word about which day is over.
    order.completeOnly = true
    order.compareWith = request.compareWith
    order.stores = request.stores
    order.passesOverUnknownStores = !request.namesStore
    order.formulaGuard = settings.formulaGuard
    // It is no run of the night: nothing but the prices it sees is remembered of it.
    order.isRecorded = false
    var ledger = LedgerMemory.Options(folder: StateName.ledger.path(in: settings.state))
    if let days = settings.lateDays { ledger.lateDays = days }
    // What a night may need the whole ledger for is left to it.
    ledger.carriesAges = false
    order.ledger = ledger
    order.memory = settings.memory
    var replicas = database
    // Somebody waits: rather no answer than one in ten minutes.
    replicas.wait = .seconds(20)
    let runner = JobRunner(
      order, state: try state.database(), logger: logger, cancellation: cancellation)
    let result = try runner.run(on: replicas)
    // Without its memory the prices of then would be today's.
    if let error = result.stateError { throw error }
    switch result.outcomes.first?.ending {
    case .published(let run), .alreadyPublished(let run): return run
    case .failed(let error): throw error
    case .planned, nil: throw CancellationError()
    }
  }

  /// Removes what is too much; a file that is still being read stays open.
  private func sweep() throws {
    let gone = try folder.sweep()
    making.forget { run in gone.contains { run.folder.hasPrefix("\($0)/") } }
  }

  /// Removes what is too old, now and then, until its task is cancelled: nobody may ask again.
  func keepTidy(every pause: Duration = .seconds(600)) async {
    while !Task.isCancelled {
      do {
        try await NIOThreadPool.singleton.runIfActive { try self.sweep() }
      } catch {
        logger.warning("old valuations cannot be removed", metadata: ["error": .string("\(error)")])
      }
      try? await Task.sleep(for: pause)
    }
  }
}
