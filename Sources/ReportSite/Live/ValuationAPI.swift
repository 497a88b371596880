import HTTPTypes
import Hummingbird
import JobRunner
import Logging
import Postgres
import Publishing
import RunStore
import SiteSettings

/// The valuation of the days that are asked for, for the finance service.
struct ValuationAPI {
  let desk: ValuationDesk

  /// The file of the answer by `format`.
  private static let files = ["json": "report.json", "csv": "detail.csv", "xlsx": "report.xlsx"]

  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/api/inventory/reports/valuation", use: answer)
  }

  @Sendable private func answer(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let (_, scope) = try context.viewer(with: .reportsRead)
    let asked = try ValuationRequest(request, scope: scope)
    guard let file = try file(request) else {
      throw Refusal.badRequest("'format' must be json, csv or xlsx.")
    }
    let run: PublishedRun
    do {
      run = try await desk.run(for: asked)
    } catch let error as JobError {
      throw Self.refusal(of: error)
    } catch  where error is PostgresError || error is NoReplicaError {
      context.logger.error("valuation cannot be made", metadata: ["error": .string("\(error)")])
      throw Refusal.noDatabase
    } catch  where error is StateError || error is PublishingError {
      context.logger.error("valuation cannot be made", metadata: ["error": .string("\(error)")])
      throw Refusal(
        .serviceUnavailable, "It cannot be made now",
        "The state, which has the prices of then and takes the files, cannot be used. The log has the"
          + " reason.", headers: [.retryAfter: "60"])
    }
    guard let resource = run.resource(named: file) else {
      throw Refusal.notFound("The published valuation of these days has no \(file).")
    }
    // It is of the viewer's stores alone, so that it may be given as it is.
    return try await Download(resource: resource, run: run).answer(request, context)
  }

  /// The file by `format`, else by what the request likes best.
  private func file(_ request: Request) throws(Refusal) -> String? {
    if let format = request.uri.queryParameters["format"] { return Self.files[String(format)] }
    return Self.files[try AnswerForm(request).rawValue]
  }

  private static func refusal(of error: JobError) -> Refusal {
    switch error {
    case .usage: .badRequest("These days or stores have no valuation: are they over, and known?")
    case .stale, .locked, .badServer:
      Refusal(
        .serviceUnavailable, "The data are too old",
        "No read replica has everything up to the end of these days yet. Try again in a moment.",
        headers: [.retryAfter: "60"])
    case .definition, .badCheck, .checksFailed:
      Refusal(
        .internalServerError, "It did not pass its checks",
        "The valuation was made and not given out, since a check failed. The log has the reason.")
    }
  }
}
