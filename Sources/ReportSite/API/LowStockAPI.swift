import Hummingbird
import PublishedTables
import Publishing
import SiteSettings
import Values

/// What is low, for services: the lines of the latest published low-stock.
struct LowStockAPI {
  let catalogue: CatalogueReader
  let tables: TableReader
  /// The stores that there are.
  let stores: KnownStores

  private static let report = "low-stock"
  private static let states = ["low", "out_of_stock"]

  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get(
      "/api/inventory/low-stock", taking: ["store_id", "status"] + PageRequest.parameters,
      use: answer)
  }

  @Sendable private func answer(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let (_, scope) = try context.viewer(with: .reportsRead)
    let values = try FormValues(of: request)
    let page = try PageRequest(values)
    let store = try values.store("store_id")
    let status = try values.choice("status", of: Self.states)
    let published = try await catalogue.now()
    guard let report = published.report(Self.report) else {
      throw HTTPProblem.notFound("No low-stock report is published yet.")
    }
    // Pages stay with the run that the first one was of.
    let asked = page.cursor.map { cursor in RunID(cursor.of).flatMap { report.run($0) } }
    guard let run = asked ?? report.latestRun else {
      throw HTTPProblem(.gone, "The run was removed. Start again without a cursor.")
    }
    guard let table = PublishedTable("low_stock", of: run) else {
      throw HTTPProblem.notFound("low-stock was published without CSV, which this list needs.")
    }
    var query = TableQuery(stores: try scope.stores(asked: store))
    if let status {
      query.conditions.append(.init(column: "status", comparison: .equals, value: status))
    }
    let first = page.cursor?.first ?? 0
    let rows = try await TableReader.onThread { [tables, query] in
      do {
        return try tables.page(of: table, query, from: first, count: page.limit)
      } catch let error as TableError {
        throw HTTPProblem.badRequest(error.description)
      }
    }
    if rows.count == 0, let store { try await stores.check(store, scope) }
    let end = first + rows.rows.count
    return try ListAnswer(
      name: "items",
      columns: table.columns.map {
        .init(key: $0.key, kind: $0.kind, isGuarded: $0.isGuarded)
      },
      rows: rows.rows,
      facts: [
        ("run", .string(run.id.text)), ("count", .count(rows.count)),
      ],
      asOf: run.facts.asOf.text,
      next: end < rows.count && !rows.rows.isEmpty
        ? page.address(request.uri.path, values, of: run.id.text, first: end) : nil
    ).response(to: request)
  }
}
