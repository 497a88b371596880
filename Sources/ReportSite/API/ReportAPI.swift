import HTTPTypes
import Hummingbird
import PublishedTables
import Publishing
import Reports
import SiteSettings
import Values

/// What is published, for services: reports and their runs.
struct ReportAPI {
  let catalogue: CatalogueReader

  static let path = "/api/inventory/reports"

  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/api/inventory/reports", taking: [], use: reports)
    routes.get(
      "/api/inventory/reports/:report/runs", taking: PageRequest.parameters, use: runs)
  }

  @Sendable private func reports(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let (_, scope) = try context.reader()
    let published = try await catalogue.now().seen(by: scope)
    return try ListAnswer(
      name: "reports",
      columns: [
        .init(key: "name", kind: .text), .init(key: "title", kind: .text),
        .init(key: "run", kind: .text), .init(key: "period", kind: .text),
        .init(key: "as_of", kind: .timestamp), .init(key: "finished", kind: .timestamp),
        .init(key: "runs", kind: .text),
      ],
      rows: published.reports.map { report in
        let run = report.latestRun
        return [
          report.name, run?.reportTitle ?? report.name, run?.id.text ?? "",
          run?.facts.periodFolder ?? "", run?.facts.asOf.text ?? "",
          run?.facts.finished.text ?? "", "\(Self.path)/\(report.name)/runs",
        ]
      }
    ).response(to: request)
  }

  @Sendable private func runs(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (_, seen) = try context.reader()
    let values = try FormValues(of: request)
    let page = try PageRequest(values)
    let published = try await catalogue.now().seen(by: seen)
    guard let report = published.report(context.parameters.get("report") ?? ""),
      let scope = seen.stores(of: report.name)
    else {
      throw HTTPProblem.notFound("No report of this name is published.")
    }
    // Newest first, from the run on that the cursor names: a newer one moves nothing.
    var runs = Array(report.runs.reversed())
    if let cursor = page.cursor { runs = Array(runs.drop { $0.id.text > cursor.of }) }
    let rest = runs.dropFirst(page.limit)
    let next = rest.first.map { page.address(request.uri.path, values, of: $0.id.text, first: 0) }
    let shown = Set(report.periods.compactMap { $0.run?.id })
    var headers: HTTPFields = [.vary: "Accept"]
    if let next { headers[.link] = "<\(next)>; rel=\"next\"" }
    guard try AnswerForm(request) == .json else {
      return try list(runs.prefix(page.limit), shown: shown, next: next).response(to: request)
    }
    let items = runs.prefix(page.limit).map { run in
      Self.json(run, of: report.name, isCurrent: shown.contains(run.id), scope: scope)
    }
    return JSONText.object([("runs", .array(items)), ("next", .optional(next))])
      .response(headers, to: request)
  }

  private func list(
    _ runs: some Collection<PublishedRun>, shown: Set<RunID>, next: String?
  ) -> ListAnswer {
    ListAnswer(
      name: "runs",
      columns: [
        .init(key: "run", kind: .text), .init(key: "period", kind: .text),
        .init(key: "current", kind: .boolean), .init(key: "as_of", kind: .timestamp),
        .init(key: "finished", kind: .timestamp), .init(key: "source", kind: .text),
        .init(key: "files", kind: .number),
      ],
      rows: runs.map { run in
        [
          run.id.text, run.facts.periodFolder, shown.contains(run.id) ? "true" : "false",
          run.facts.asOf.text, run.facts.finished.text, run.facts.source.server ?? "",
          "\(run.package.resources.count)",
        ]
      }, next: next)
  }

  /// A run as JSON; sums over all stores are for those who may see all of them.
  private static func json(
    _ run: PublishedRun, of report: String, isCurrent: Bool, scope: StoreScope
  ) -> JSONText {
    let facts = run.facts
    var members: [(key: String, value: JSONText)] = [
      ("run", .string(run.id.text)), ("period", .string(facts.periodFolder)),
      ("current", .boolean(isCurrent)), ("as_of", .string(facts.asOf.text)),
      ("finished", .string(facts.finished.text)), ("currency", .string(facts.currency)),
      ("source", .optional(facts.source.server)),
      (
        "checks",
        .array(
          facts.checks.map {
            .object([("name", .string($0.name)), ("outcome", .string($0.outcome.rawValue))])
          }
        )
      ),
      (
        "files",
        .array(
          run.package.resources.map { Self.json($0, "\(path)/\(report)/\(run.id)", scope: scope) })
      ),
    ]
    if scope == .all {
      let totals = facts.totals.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
      members.append(
        (
          "totals",
          .object(
            totals.map { table, columns in
              (
                table,
                .object(
                  columns.sorted { $0.key < $1.key }.map { column, total in
                    (column, json(total))
                  })
              )
            })
        ))
    }
    return .object(members)
  }

  /// A file as JSON; how long it is tells something of all stores.
  private static func json(
    _ file: DataResource, _ folder: String, scope: StoreScope
  ) -> JSONText {
    var members: [(key: String, value: JSONText)] = [
      ("name", .string(file.path)), ("title", .string(file.title)),
      ("media_type", .string(file.mediatype)), ("hash", .string(file.hash)),
      ("href", .string("\(folder)/\(file.path)")),
    ]
    if scope == .all {
      members.append(("bytes", .count(file.bytes)))
      members.append(("rows", file.rows.map(JSONText.count) ?? .null))
    }
    return .object(members)
  }

  private static func json(_ total: ControlTotal) -> JSONText {
    switch total {
    case .overall(let text): .number(of: text)
    case .byUnit(let sums):
      .object(sums.sorted { $0.key < $1.key }.map { ($0.key, .number(of: $0.value)) })
    }
  }
}
