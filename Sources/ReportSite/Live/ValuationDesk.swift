import Foundation
import HTTPTypes
import JobRunner
import Logging
import Postgres
import PublishedTables
import Publishing
import Reports
import ReportWriters
import SiteSettings
import StockReading

/// Gives the valuation of any days: a published run where there is one, else one that is made on a
/// standby, by the same code as every night's, into a folder of its own.
///
/// One is made at a time, and whoever asks for the same waits for the same.
final class ValuationDesk: Sendable {
  static let report = "inventory-valuation"
  /// How many made runs are kept; the folder is emptied then.
  private static let kept = 50

  private let settings: SiteSettings
  private let catalogue: CatalogueReader
  private let calendar: BusinessCalendar
  private let logger: Logger
  private let state: SiteState
  private let turnstile = Turnstile(places: 1, queue: 8)
  private let making = SharedWork<ValuationRequest, PublishedRun>()

  init(settings: SiteSettings, catalogue: CatalogueReader, state: SiteState, logger: Logger) {
    self.settings = settings
    self.catalogue = catalogue
    self.state = state
    self.logger = logger
    calendar = BusinessCalendar(timeZoneName: settings.timeZone) ?? .utc
  }

  private var folder: String { "\(settings.state)/site-valuations" }

  /// The run that answers a request; throws 503 while it is still being made.
  func run(for request: ValuationRequest) async throws -> PublishedRun {
    let published = try await catalogue.now().report(Self.report)
    if let run = published?.runs.last(where: request.isAnswered(by:)) { return run }
    guard let database = settings.database else { throw Refusal.noDatabase }
    let made = try await making.value(of: request) { [self] in
      try await turnstile.pass {
        try await runOnOwnThread(named: "valuation") { cancellation in
          try self.make(request, on: database, cancellation)
        }
      }
    }
    guard let made else {
      throw Refusal(
        .serviceUnavailable, "It is being made",
        "The valuation is being computed. Ask for the same again in a moment.",
        headers: [.retryAfter: "15"])
    }
    return made
  }

  /// Makes the run; blocks.
  private func make(
    _ request: ValuationRequest, on database: ReplicaSet, _ cancellation: RunCancellation
  ) throws -> PublishedRun {
    guard
      let definition = try ReportCatalogue.load(folder: settings.definitions)
        .first(where: { $0.name == Self.report })
    else { throw Refusal.notFound("There is no definition of \(Self.report).") }
    try sweep()
    var order = RunRequest(
      definitions: [definition], areNamed: true, output: folder, calendar: calendar,
      currency: settings.currency, programVersion: settings.programVersion)
    order.dates = .day(request.date)
    order.compareWith = request.compareWith
    order.stores = request.stores
    order.formulaGuard = settings.formulaGuard
    // What was made a while ago is of the stock and the prices of then.
    order.force = true
    // It is no run of the night: nothing but the prices it sees is remembered of it.
    order.isRecorded = false
    var ledger = LedgerMemory.Options(folder: "\(settings.state)/ledger")
    ledger.lateDays = settings.lateDays
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

  /// Empties the folder when there is much in it; whoever still reads a file keeps what is open.
  private func sweep() throws {
    let runs = try PublishedReports(output: folder).runs(of: Self.report)
    guard runs.count >= Self.kept else { return }
    making.forget()
    try FileManager.default.removeItem(atPath: folder)
  }
}
