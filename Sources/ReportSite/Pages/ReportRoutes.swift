import Hummingbird
import PublishedTables
import Publishing
import Reports
import SiteSettings

/// The pages about reports: all of them, one, a run, and a table.
///
/// What a page shows depends on what is published, on the minute and on what the viewer may see,
/// not on the person: so its content is made once and framed for each.
struct ReportRoutes {
  private struct Place: Hashable {
    var path: String
    var scope: ReportScope
    /// Of the board; a run's table never changes.
    var generation = 0
  }

  private let boards: BoardReader
  private let tables: TableReader
  private let pages = LRUCache<Place, ByteBuffer>(limit: 8 << 20)
  private let tablePages = LRUCache<Place, ByteBuffer>(limit: 32 << 20)

  init(boards: BoardReader, tables: TableReader) {
    self.boards = boards
    self.tables = tables
  }

  /// Adds `/`, `/reports/...`.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/", taking: [], use: reports)
    routes.get("/reports", taking: [], use: reports)
    routes.get("/reports/:report", taking: [], use: report)
    routes.get("/reports/:report/:run", taking: [], use: run)
    routes.get(
      "/reports/:report/:run/:table",
      taking: TableAddress.parameters, use: table)
  }

  @Sendable private func reports(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    // A viewer with another role is redirected to its page.
    let person = try context.signedIn()
    if !person.uses(.reports),
      let section = PageSection.allCases.first(where: { person.uses($0) })
    {
      return .redirect(to: section.path, type: .found)
    }
    let (viewer, scope) = try context.reader()
    let board = try await boards.board().seen(by: scope)
    return try answer("/", "Reports", board, viewer, scope) {
      try ReportsPage(board, calendar: boards.calendar, scope: scope).content()
    }
  }

  @Sendable private func report(_ request: Request, _ context: SiteContext) async throws -> Response
  {
    let (viewer, scope) = try context.reader()
    let board = try await boards.board().seen(by: scope)
    let name = context.parameters.get("report") ?? ""
    guard
      let page = ReportPage(name, of: board, calendar: boards.calendar, scope: scope)
    else { throw HTTPProblem.notFound("No report has this name.") }
    return try answer("/reports/\(name)", page.title, board, viewer, scope) { try page.content() }
  }

  @Sendable private func run(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (viewer, scope) = try context.reader()
    let board = try await boards.board().seen(by: scope)
    let (report, run, stores) = try find(context, board, scope)
    let page = RunPage(
      run, of: report, definition: board.standing(report.name)?.definition, scope: stores)
    return try answer("/reports/\(report.name)/\(run.id)", page.title, board, viewer, scope) {
      try page.content()
    }
  }

  @Sendable private func table(_ request: Request, _ context: SiteContext) async throws -> Response
  {
    let (viewer, scope) = try context.reader()
    let board = try await boards.board().seen(by: scope)
    let (report, run, stores) = try find(context, board, scope)
    let definition = board.standing(report.name)?.definition
    let key = context.parameters.get("table") ?? ""
    let path = "/reports/\(report.name)/\(run.id)/\(key)"
    guard let table = PublishedTable(key, of: run) else {
      guard run.facts.rows[key] != nil else {
        throw HTTPProblem.notFound("This run has no table of this name.")
      }
      throw HTTPProblem.notFound(
        "This run was published without CSV, so its rows cannot be shown. Its page lists its files."
      )
    }
    if stores != .all, !table.isByStore {
      throw HTTPProblem(.allStoresOnly, "\(TableError.notByStore)")
    }
    // A period shows another run tomorrow; the pages of a table stay with the run they began with.
    let address = try TableAddress(FormValues(of: request), path: path)
    if address.problem == nil, context.parameters.get("run") != run.id.text {
      return .redirect(to: address.text, type: .found)
    }
    let page = Page(title: "\(table.resource.title), \(PeriodText.text(run))", section: .reports)
    let place = Place(path: address.text, scope: scope)
    let isPlain = address.draft == nil && address.problem == nil
    if isPlain, let body = tablePages.value(place) { return try page.response(body, for: viewer) }
    let (content, isGood) = try await TableReader.onThread {
      try self.content(table, address, definition, stores)
    }
    let body = ByteBuffer(string: content)
    if isPlain, isGood { tablePages.keep(body, place, bytes: body.readableBytes) }
    return try page.response(body, for: viewer, status: isGood ? .ok : .badRequest)
  }

  /// Reads the rows; what does not fit the table is said on the page.
  func content(
    _ table: PublishedTable, _ address: TableAddress, _ definition: ReportDefinition?,
    _ scope: StoreScope
  ) throws -> (content: String, isGood: Bool) {
    var page: TablePage?
    var problem = address.problem
    do {
      if problem == nil {
        page = try tables.page(
          of: table, address.query(scope: scope), from: address.first, count: TableAddress.rows)
      }
    } catch let error as TableError {
      if case .damaged = error { throw error }
      problem = error.description
    }
    let view = TablePageView(
      table: table, definition: definition, address: address, scope: scope, page: page,
      problem: problem)
    return (try view.content(), problem == nil)
  }

  private func find(
    _ context: SiteContext, _ board: Board, _ scope: ReportScope
  ) throws -> (PublishedReport, PublishedRun, StoreScope) {
    guard let report = board.catalogue.report(context.parameters.get("report") ?? ""),
      let stores = scope.stores(of: report.name)
    else {
      throw HTTPProblem.notFound("No report of this name is published.")
    }
    guard let run = report.run(named: context.parameters.get("run") ?? "") else {
      throw HTTPProblem.notFound("This report has no such run; it may have been pruned.")
    }
    return (report, run, stores)
  }

  private func answer(
    _ path: String, _ title: String, _ board: Board, _ viewer: Viewer, _ scope: ReportScope,
    _ content: () throws -> String
  ) throws -> Response {
    let page = Page(title: title, section: .reports)
    let place = Place(path: path, scope: scope, generation: board.generation)
    if let body = pages.value(place) { return try page.response(body, for: viewer) }
    let body = ByteBuffer(string: try content())
    pages.keep(body, place, bytes: body.readableBytes)
    return try page.response(body, for: viewer)
  }
}
