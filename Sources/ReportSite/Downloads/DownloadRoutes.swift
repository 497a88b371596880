import HTTPTypes
import Hummingbird
import PublishedTables
import Publishing
import SiteSettings

/// The files of published runs.
///
/// A name of the address is looked up among what is published and never made part of a path, so that
/// no address leads anywhere else.
struct DownloadRoutes {
  let catalogue: CatalogueReader
  let tables: TableReader
  private let workbooks = ConcurrencyLimiter(places: 2, queue: 20)
  private let workbookThreads = OwnThreads(2)

  init(catalogue: CatalogueReader, tables: TableReader) {
    self.catalogue = catalogue
    self.tables = tables
  }

  /// Adds the address of files in the API, and the same for people, who get pages for errors.
  func add(to routes: some RouterMethods<SiteContext>) {
    for path: RouterPath in [
      "/api/inventory/reports/:report/:period/:file", "/download/:report/:period/:file",
    ] {
      routes.get(path, taking: TableAddress.filters, use: answer)
      routes.head(path) { request, context in
        try request.checkParameters(TableAddress.filters)
        return try await answer(request, context)
      }
    }
  }

  @Sendable private func answer(_ request: Request, _ context: SiteContext) async throws -> Response
  {
    let (_, seen) = try context.reader()
    let name = { (key: String) in context.parameters.get(key) ?? "" }
    let published = try await catalogue.now().seen(by: seen)
    guard let report = published.report(name("report")), let scope = seen.stores(of: report.name)
    else {
      throw HTTPProblem.notFound("No report of this name is published.")
    }
    guard let run = report.run(named: name("period")) else {
      throw HTTPProblem.notFound("This report has no run for '\(name("period").prefix(60))'.")
    }
    let address = try TableAddress(FormValues(of: request), path: "")
    if let selection = try Selection(name("file"), of: run, address, scope: scope) {
      return try await SelectionDownload(
        selection: selection, tables: tables, workbooks: workbooks, threads: workbookThreads
      ).answer(request, context)
    }
    guard let resource = run.resource(named: name("file")) else {
      throw HTTPProblem.notFound("This run has no file of this name.")
    }
    switch scope {
    case .all: return try await Download(resource: resource, run: run).answer(request, context)
    case .only(let stores):
      return try await ScopedCSV(resource: resource, run: run, stores: stores).answer(
        request, context)
    }
  }
}

extension PublishedReport {
  /// The run of `latest`, of a period's name, or of a run's id, which stays for good.
  func run(named name: String) -> PublishedRun? {
    if name == "latest" { return latestRun }
    if let id = RunID(name) { return run(id) }
    return PeriodFolderName(name).flatMap { period($0) }?.run
  }
}

extension PublishedRun {
  /// A file by its name in the folder, or by one that is the same in every run: `detail.csv`,
  /// `report.xlsx`.
  func resource(named name: String) -> DataResource? {
    package.resources.first { $0.path == name }
      ?? package.resources.first { $0.name == name || "\($0.name).\($0.format)" == name }
  }
}
