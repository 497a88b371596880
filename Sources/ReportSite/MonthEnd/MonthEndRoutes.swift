import Foundation
import HTTPTypes
import Hummingbird
import PublishedTables
import Publishing
import Reports
import SiteSettings
import Values

/// The month end for people and for services: the months of a fiscal year, and the close pack of one.
///
/// All of it adds up over all stores, so it is for those who may see all of them.
struct MonthEndRoutes {
  private let boards: BoardReader
  /// The month in which fiscal years begin.
  private let startMonth: Int
  private let threads = OwnThreads(2)
  private let packs = ConcurrencyLimiter(places: 1, queue: 10)
  private let rolled = LRUCache<RunID, RolledMonths>(limit: 4 << 20)

  private static let bytes = 1 << 17

  init(boards: BoardReader, startMonth: Int) {
    self.boards = boards
    self.startMonth = startMonth
  }

  /// Adds `/month-end...` and its twin in the API.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/month-end", taking: ["month"], use: page)
    routes.get("/month-end/:month/close-pack.zip", taking: [], use: pack)
    routes.get("/api/inventory/month-ends", taking: ["month"], use: list)
    routes.get("/api/inventory/month-ends/:month/close-pack.zip", taking: [], use: pack)
  }

  @Sendable private func page(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (viewer, scope) = try context.viewer(with: .reportsRead)
    try Self.check(scope)
    let board = try await boards.board()
    let (months, today) = try year(of: request)
    let rolled = try await rolled(of: months, board.catalogue)
    let content = try MonthEndPage(
      months, today: today, rolled: rolled, catalogue: board.catalogue
    ).content()
    return try Page(title: "Month end \(months.name)", section: .monthEnd)
      .response(content, for: viewer)
  }

  @Sendable private func list(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (_, scope) = try context.viewer(with: .reportsRead)
    try Self.check(scope)
    let board = try await boards.board()
    let (months, _) = try year(of: request)
    let rolled = try await rolled(of: months, board.catalogue)
    let ends = months.all.map { MonthEnd($0, of: board.catalogue) }
    return try ListAnswer(
      name: "month_ends",
      columns: [
        .init(key: "month", kind: .text), .init(key: "fiscal_period", kind: .number),
      ] + MonthEnd.Part.allCases.map { .init(key: $0.key, kind: .text) } + [
        .init(key: "opening_value", kind: .number), .init(key: "late_entries", kind: .number),
        .init(key: "closing_value", kind: .number), .init(key: "source", kind: .text),
        .init(key: "restated_days", kind: .number), .init(key: "close_pack", kind: .text),
      ],
      rows: ends.map { end in
        let figures = rolled.figures[end.month.name]
        return [end.month.name, "\(end.month.period)"]
          + MonthEnd.Part.allCases.map { end.runs[$0]?.id.text ?? "" } + [
            figures?.opening ?? "", figures?.lateEntries ?? "", figures?.closing ?? "",
            figures?.source ?? "",
            figures == nil ? "" : "\(rolled.restated[end.month.name] ?? 0)",
            end.runs.isEmpty
              ? "" : "/api/inventory/month-ends/\(end.month.name)/close-pack.zip",
          ]
      }
    ).response(to: request)
  }

  @Sendable private func pack(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (_, scope) = try context.viewer(with: .reportsRead)
    try Self.check(scope)
    let name = context.parameters.get("month") ?? ""
    guard let month = MonthEnd.month(named: name, startingIn: startMonth) else {
      throw HTTPProblem.notFound("A month is named like 2026-10.")
    }
    let end = MonthEnd(month, of: try await boards.board().catalogue)
    guard !end.runs.isEmpty else {
      throw HTTPProblem.notFound("Nothing is published of the end of \(name).")
    }
    let pack = ClosePack(monthEnd: end)
    let headers: HTTPFields = [
      .contentType: "application/zip", .acceptRanges: "none",
      .contentDisposition: "attachment; filename=\"\(pack.name).zip\"",
    ]
    guard request.method == .get else { return Response(status: .ok, headers: headers) }
    let file: FileHandle
    do {
      file = try await packs.pass { try await threads.run { try pack.file() } }
    } catch let error where error is ClosePack.DamagedFile || error is PublishingError {
      throw HTTPProblem(
        .gone, "A file of this month is no longer what was published; 'verify' says which.")
    }
    return Response(status: .ok, headers: headers, body: body(of: file, context))
  }

  private func body(of file: FileHandle, _ context: SiteContext) -> ResponseBody {
    ResponseBody { writer in
      while let piece = try await TableReader.onThread({ try file.read(upToCount: Self.bytes) }),
        !piece.isEmpty
      {
        try await writer.write(ByteBuffer(bytes: piece))
        try await context.settle()
      }
      try await writer.finish(nil)
    }
  }

  /// The fiscal year of the month that is asked for, or of today.
  private func year(of request: Request) throws -> (FiscalMonths, today: Day) {
    let today = boards.calendar.day(of: .now)
    guard let asked = try FormValues(of: request)["month"] else {
      return (FiscalMonths(of: today, startingIn: startMonth), today)
    }
    guard let month = MonthEnd.month(named: asked, startingIn: startMonth) else {
      throw HTTPProblem.badRequest("Invalid month; it is written like 2026-10.")
    }
    // The whole year, but not beyond today.
    let start = FiscalMonths(of: month.first, startingIn: startMonth).start
    let last = start.advanced(by: 340).firstOfMonth.advanced(by: 31).firstOfMonth.advanced(by: -1)
    return (FiscalMonths(of: min(last, max(today, month.first)), startingIn: startMonth), today)
  }

  private func rolled(
    of months: FiscalMonths, _ catalogue: PublishedCatalogue
  ) async throws -> RolledMonths {
    guard let run = MonthEndPage.rollForward(of: months, catalogue) else { return RolledMonths() }
    if let known = rolled.value(run.id) { return known }
    let read = try await threads.run { try RolledMonths(run) }
    rolled.keep(read, run.id, bytes: 4_096)
    return read
  }

  private static func check(_ scope: StoreScope) throws(HTTPProblem) {
    guard scope == .all else {
      throw HTTPProblem(
        .allStoresOnly, "The month end adds up over all stores; you may see some of them.")
    }
  }
}

extension MonthEnd.Part {
  /// Its name as a key.
  fileprivate var key: String {
    switch self {
    case .valuation: "valuation"
    case .movements: "movements"
    case .ageing: "ageing"
    case .rollForward: "roll_forward"
    }
  }
}
