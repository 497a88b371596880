import HTTPTypes
import Hummingbird
import ReorderReview
import Reports
import StateStore

/// The reorder review for other services: the same decisions, by JSON.
struct ReviewAPI: Sendable {
  let access: ReviewAccess

  /// The address of the suggestions.
  static let path = "/api/inventory/reorder-suggestions"

  private static let filters = ["supplier", "store_id", "state"]
  private static let paging = PageRequest.parameters

  /// Adds `/api/inventory/reorder-suggestions...`.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("\(Self.path)", taking: Self.filters + Self.paging, use: list)
    routes.get("\(Self.path)/suppliers", taking: [], use: suppliers)
    routes.post("\(Self.path)/approvals", taking: [], use: approveAll)
    routes.get("\(Self.path)/orders", taking: Self.paging, use: orders)
    routes.post("\(Self.path)/orders", taking: [], use: export)
    routes.get("\(Self.path)/orders/:id/:format", taking: [], use: orderFile)
    routes.get("\(Self.path)/events", taking: ["suggestion_id"] + Self.paging, use: events)
    routes.get("\(Self.path)/:id", taking: [], use: one)
    routes.post("\(Self.path)/:id/decision", taking: [], use: decide)
  }

  @Sendable private func list(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (_, reviewer) = try context.reviewer()
    let values = try FormValues(of: request)
    let address = try ReviewAddress(values, storeName: "store_id")
    let (limit, after) = try Self.page(values)
    return try await access.look { moment in
      try address.check(moment.service, for: reviewer, storeName: "store_id")
      var query = address.query(moment.service, for: reviewer)
      query.order = .id
      query.after = after ?? 0
      query.offset = 0
      query.limit = limit + 1
      let lines = try moment.service.lines(query)
      let more = lines.count > limit ? lines[limit - 1].line.id : nil
      return RowAnswer(
        lines.prefix(limit), SuggestionRows.table, in: moment.service.calendar,
        next: more.map { Self.next(Self.path, values, Self.filters, limit, $0) })
    }.response(to: request)
  }

  @Sendable private func one(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (_, reviewer) = try context.reviewer()
    let id = try Self.id(context)
    return try await access.look { moment in
      Self.response(try moment.service.line(id, for: reviewer), moment.service.calendar)
    }
  }

  @Sendable private func decide(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    let id = try Self.id(context)
    guard let match = request.headers[.ifMatch] else {
      throw HTTPProblem(.ifMatchMissing, "Send the suggestion's ETag as If-Match.")
    }
    do {
      let choice = try (try await request.json(DecisionRequest.self)).choice()
      return try await access.change { service in
        // A mark that is none of ours is that of another version.
        let version = Self.version(match) ?? -1
        _ = try service.decide(id, version: version, choice, by: reviewer)
        return Self.response(try service.line(id, for: reviewer), service.calendar)
      }
    } catch ReviewError.stale(let stale) {
      var refusal = HTTPProblem(.stale(stale))
      let now = TrailView.Entry.words(stale.line.stance.decision)
      let suggested = OrderQuantity.text(stale.line.figures.suggested)
      refusal.detail += " It is now: \(now). Suggested: \(suggested) \(stale.line.labels.unit)."
      refusal.headers[.eTag] = Self.tag(stale.line)
      throw refusal
    } catch let error as ReviewError {
      throw HTTPProblem(error)
    }
  }

  @Sendable private func suppliers(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    return try await access.look { moment in
      let query = moment.service.query(for: reviewer, limit: 0)
      return RowAnswer(
        try moment.service.suppliers(query).map { ($0, moment.book?.run ?? "") },
        SupplierRows.table, in: moment.service.calendar)
    }.response(to: request)
  }

  @Sendable private func approveAll(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    let wanted = try await request.json(SupplierRequest.self)
    guard let run = wanted.run else { throw HTTPProblem.badRequest("'run' is missing.") }
    let store = try wanted.storeID()
    let result = try await access.change { service in
      try service.approveAll(
        supplier: wanted.supplier, store: store, run: run, by: reviewer)
    }
    let body = "{\"approved\":\(result.approved),\"left_out\":\(result.leftOut.count)}\n"
    return Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(string: body)))
  }

  @Sendable private func export(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    guard let key = request.headers[.idempotencyKey], (1...200).contains(key.utf8.count) else {
      throw HTTPProblem.badRequest(
        "Send an Idempotency-Key of at most 200 bytes, a new one for each order.")
    }
    let wanted = try await request.json(SupplierRequest.self)
    let store = try wanted.storeID()
    return try await access.change { service in
      let made = try service.export(
        supplier: wanted.supplier, store: store, key: key, run: wanted.run, by: reviewer)
      let (row, table) = OrderRows.made(made)
      return Response(
        status: made.isRepeated ? .ok : .created,
        headers: [
          .contentType: "application/json",
          .location: "\(Self.path)/orders/\(made.order.id)/csv",
        ],
        body: .init(
          byteBuffer: ByteBuffer(
            bytes: RowAnswer.object(row, of: table, service.calendar))))
    }
  }

  @Sendable private func orders(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    let values = try FormValues(of: request)
    let (limit, before) = try Self.page(values)
    return try await access.look { moment in
      let orders = try moment.service.orders(for: reviewer, before: before, limit: limit + 1)
      let more = orders.count > limit ? orders[limit - 1].id : nil
      return RowAnswer(
        orders.prefix(limit), OrderRows.table, in: moment.service.calendar,
        next: more.map { Self.next("\(Self.path)/orders", values, [], limit, $0) })
    }.response(to: request)
  }

  @Sendable private func orderFile(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    return try await OrderDownload.response(access, request, context, reviewer)
  }

  @Sendable private func events(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    let values = try FormValues(of: request)
    let (limit, before) = try Self.page(values)
    let line = try values.number("suggestion_id")
    return try await access.look { moment in
      let events = try moment.service.events(
        of: line, for: reviewer, before: before, limit: limit + 1)
      let more = events.count > limit ? events[limit - 1].event.sequence : nil
      return RowAnswer(
        events.prefix(limit), TrailDownload.table, in: moment.service.calendar,
        next: more.map { Self.next("\(Self.path)/events", values, ["suggestion_id"], limit, $0) })
    }.response(to: request)
  }

  /// How many items an answer has, and after which it begins.
  private static func page(
    _ values: FormValues
  ) throws(HTTPProblem) -> (limit: Int, cursor: Int64?) {
    let limit =
      try values.number("limit", to: Int64(PageRequest.most)) ?? Int64(PageRequest.usual)
    return (Int(limit), try values.number("cursor"))
  }

  /// The address of what follows.
  private static func next(
    _ path: String, _ values: FormValues, _ kept: [String], _ limit: Int, _ cursor: Int64
  ) -> String {
    let parts = kept.compactMap { name in
      values[name].map { "\(name)=\($0.addingPercentEncodingForQuery())" }
    }
    return "\(path)?" + (parts + ["limit=\(limit)", "cursor=\(cursor)"]).joined(separator: "&")
  }

  private static func id(_ context: SiteContext) throws(HTTPProblem) -> Int64 {
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }), id > 0 else {
      throw .notFound("No such suggestion.")
    }
    return id
  }

  private static func response(_ item: ReviewedLine, _ calendar: BusinessCalendar) -> Response {
    let bytes = RowAnswer.object(
      SuggestionRows.table.row(item), of: SuggestionRows.table.definition, calendar)
    return Response(
      status: .ok, headers: [.contentType: "application/json", .eTag: tag(item.line)],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// The mark of a line as it is: its version.
  private static func tag(_ line: ReviewLine) -> String { "\"\(line.version)\"" }

  /// The version in an `If-Match`; nil when it can be none of ours.
  private static func version(_ match: String) -> Int64? {
    let match = EntityTags.plain(match)
    guard match.count > 2, match.first == "\"", match.last == "\"" else { return nil }
    return Int64(match.dropFirst().dropLast())
  }
}
