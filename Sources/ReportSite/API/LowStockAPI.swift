import Hummingbird
import PublishedTables
import Publishing
import SiteSettings

/// What is low, for services: the lines of the latest published low-stock.
struct LowStockAPI {
  let catalogue: CatalogueReader
  let tables: TableReader

  private static let report = "low-stock"

  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/api/inventory/low-stock", use: answer)
  }

  @Sendable private func answer(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let (_, scope) = try context.viewer(with: .reportsRead)
    let page = try PageRequest(request)
    let published = try await catalogue.now()
    guard let report = published.report(Self.report) else {
      throw Refusal.notFound("No low-stock report is published yet.")
    }
    // Pages stay with the run that the first one was of.
    let asked = page.cursor.map { cursor in RunID(cursor.of).flatMap { report.run($0) } }
    guard let run = asked ?? report.latestRun else {
      throw Refusal(
        .gone, "These pages are gone", "Begin again without a cursor: the run was removed.")
    }
    guard let table = PublishedTable("low_stock", of: run) else {
      throw Refusal.notFound("low-stock was published without CSV, which this is read from.")
    }
    var query = TableQuery(stores: try scope.stores(asked: try request.store()))
    if let status = request.uri.queryParameters["status"] {
      query.conditions.append(
        .init(column: "status", comparison: .equals, value: String(status)))
    }
    let first = page.cursor?.first ?? 0
    let rows = try await TableReader.onThread { [tables, query] in
      do {
        return try tables.page(of: table, query, from: first, count: page.limit)
      } catch let error as TableError {
        throw Refusal.badRequest(error.description)
      }
    }
    let end = first + rows.rows.count
    return try ListAnswer(
      name: "items",
      columns: table.columns.map {
        .init(key: $0.key, kind: $0.kind, isGuarded: $0.isGuarded)
      },
      rows: rows.rows,
      facts: [
        ("run", .string(run.id.text)), ("as_of", .string(run.facts.asOf.text)),
        ("count", .count(rows.count)),
      ],
      next: end < rows.count && !rows.rows.isEmpty
        ? page.address(request, of: run.id.text, first: end) : nil
    ).response(to: request)
  }
}
