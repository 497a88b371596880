import HTTPTypes
import Hummingbird
import JobRunner
import Logging
import Postgres
import Publishing
import Reports
import SiteSettings
import StateStore

/// The valuation of the days that are asked for, for the finance service.
struct ValuationAPI {
  let service: ValuationService
  /// The stores that there are.
  let stores: KnownStores

  /// The file of the answer by `format`.
  private static let files = ["json": "report.json", "csv": "detail.csv", "xlsx": "report.xlsx"]

  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get(
      "/api/inventory/reports/valuation", taking: ["from", "to", "store_id", "format"],
      use: answer)
  }

  @Sendable private func answer(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let (_, scope) = try context.viewer(with: .reportsRead)
    let values = try FormValues(of: request)
    let asked = try ValuationRequest(values, scope: scope)
    let file = try file(values, request)
    let run: PublishedRun
    do {
      run = try await service.run(for: asked)
    } catch let error as JobError {
      if case .usage = error, let store = try values.store("store_id") {
        try await stores.check(store, scope)
      }
      throw Self.problem(of: error)
    } catch is ReportLocked {
      throw HTTPProblem.busy("This valuation is being made. Try again in a moment.", retryAfter: 10)
    } catch  where error is PostgresError || error is NoReplicaError {
      context.logger.error("valuation cannot be made", metadata: ["error": .string("\(error)")])
      throw HTTPProblem.noDatabase
    } catch  where error is StateError || error is PublishingError {
      context.logger.error("valuation cannot be made", metadata: ["error": .string("\(error)")])
      throw HTTPProblem(
        .stateUnavailable,
        "The state, which has past prices, cannot be used. The site's log has the reason.",
        headers: [.retryAfter: "60"])
    }
    if let doubt = run.ledgerDoubt {
      throw HTTPProblem.badRequest(
        doubt.found.isEmpty
          ? "No valuation: the ledger has no movement."
          : "No valuation: 'from' must be a day that begins after the first movement,"
            + " \(doubt.found).")
    }
    guard let resource = run.resource(named: file) else {
      throw HTTPProblem.notFound("The published valuation of these days has no \(file).")
    }
    // It is of the viewer's stores alone, so that it may be given as it is.
    return try await Download(resource: resource, run: run).answer(request, context)
  }

  /// The file by `format`, else by what the request likes best.
  private func file(_ values: FormValues, _ request: Request) throws(HTTPProblem) -> String {
    if let format = try values.choice("format", of: Self.files.keys.sorted()) {
      return Self.files[format] ?? ""
    }
    return Self.files[try AnswerForm(request).rawValue] ?? ""
  }

  private static func problem(of error: JobError) -> HTTPProblem {
    switch error {
    case .usage: .badRequest("No valuation: the days must be over, and the stores known.")
    case .beforeLedger(_, let first):
      .badRequest("There is no data for these days. The first day with a movement is \(first).")
    case .stale, .badServer:
      HTTPProblem(
        .staleData,
        "No read replica has everything up to the end of these days yet. Try again in a moment.",
        headers: [.retryAfter: "60"])
    case .definition, .badCheck, .checksFailed, .doubtful:
      HTTPProblem(
        .checksFailed,
        "The valuation is withheld because a check failed. The site's log has the reason.")
    }
  }
}
