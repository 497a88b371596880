import Foundation
import HTTPTypes
import Hummingbird
import ReorderReview
import StateStore

/// The pages of the reorder review; every change is a plain form.
struct ReviewRoutes: Sendable {
  let access: ReviewAccess

  private static let auditLogPage = 100
  private static let ordersPage = 50

  /// Adds `/review/...`.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/review", taking: ["store"], use: suppliers)
    routes.get(
      "/review/lines", taking: ["supplier", "store", "state", "page", "done", "count", "left"],
      use: lines)
    routes.get("/review/line/:id", taking: ["done"], use: line)
    routes.post("/review/line/:id", taking: [], use: decide)
    // Whose lines they are is in the address: a form's field would change line breaks in a key.
    routes.post("/review/approve-all", taking: ["supplier", "store"], use: approveAll)
    routes.post("/review/export", taking: ["supplier"], use: export)
    routes.get("/review/orders", taking: ["before", "new", "left"], use: orders)
    routes.get("/review/orders/:id/:format", taking: [], use: orderFile)
    routes.get("/review/trail", taking: ["line", "before"], use: auditLog)
    routes.get("/review/trail.csv", taking: ["line"], use: auditLogFile)
  }

  @Sendable private func suppliers(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (viewer, reviewer) = try context.reviewer()
    let address = try ReviewAddress(FormValues(of: request))
    let view = try await access.look { moment in
      try address.check(moment.service, for: reviewer)
      var query = moment.service.query(for: reviewer, limit: 0)
      let stores = try moment.service.stores(query)
      query.store = address.store
      return SuppliersView(
        moment, suppliers: try moment.service.suppliers(query), stores: stores, store: address.store
      )
    }
    return try page("Reorder review", "review", view, viewer)
  }

  @Sendable private func lines(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (viewer, reviewer) = try context.reviewer()
    let values = try FormValues(of: request)
    let address = try ReviewAddress(values)
    let done = try Self.done(values)
    let view = try await access.look { moment in
      guard let book = moment.book else { throw ReviewError.notFound("suggestion") }
      let service = moment.service
      try address.check(service, for: reviewer)
      let query = address.query(service, for: reviewer)
      let all = try service.suppliers(query)
      if address.supplier != nil, all.isEmpty { throw ReviewError.notFound("supplier") }
      let supplier = address.supplier == nil ? nil : all.first
      var view = LinesView(
        moment, book: book, lines: try service.lines(query), address: address, supplier: supplier,
        all: all, done: done, token: viewer.formToken)
      if let supplier {
        let (ready, leftOut) = try service.exportable(supplier: supplier.supplier, for: reviewer)
        view.addBulk(
          supplier: supplier, address: address, book: book,
          untouched: try service.countUntouched(
            supplier: supplier.supplier, store: address.store, for: reviewer),
          ready: ready, leftOut: leftOut)
      }
      return view
    }
    return try page(view.title, "review-lines", view, viewer)
  }

  @Sendable private func line(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (viewer, reviewer) = try context.reviewer()
    let id = try Self.id(context)
    let done = try Self.done(FormValues(of: request))
    let view = try await access.look { moment in
      var view = try Self.linePage(id, moment, reviewer, back: nil, token: viewer.formToken)
      view.done = done
      return view
    }
    return try page(view.line.product, "review-line", view, viewer)
  }

  @Sendable private func decide(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (viewer, reviewer) = try context.reviewer()
    let id = try Self.id(context)
    let form = try await ReviewForm(
      request, fields: ["version", "action", "quantity", "reason", "until", "back"])
    let version = try form.number("version")
    let done = form.text("action")
    let problem: HTTPProblem
    var since: [ReviewEvent] = []
    do {
      let choice = try form.choice()
      _ = try await access.change { service in
        try service.decide(id, version: version, choice, by: reviewer)
      }
      let target =
        form.back == "/review"
        ? "/review/line/\(id)?done=\(done)" : "\(form.back)&done=\(done)#line-\(id)"
      return .redirect(to: target, type: .normal)
    } catch ReviewError.stale(let stale) {
      problem = HTTPProblem(.stale(stale))
      since = stale.since
    } catch let error as ReviewError {
      problem = HTTPProblem(error)
    } catch let error as HTTPProblem where error.status != .notFound {
      problem = error
    }
    // The same page again, with what was entered and what is wrong.
    let entries = since
    let view = try await access.look { moment in
      try Self.linePage(
        id, moment, reviewer, back: form.back, token: viewer.formToken
      ).refused(
        problem.detail, isStale: problem.status == .preconditionFailed, form: form,
        since: entries.map { AuditLogView.Entry(.init($0), moment.service.calendar) })
    }
    return try page(
      view.line.product, "review-line", view, viewer,
      status: problem.status == .preconditionFailed ? .conflict : problem.status)
  }

  @Sendable private func approveAll(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    let address = try ReviewAddress(FormValues(of: request))
    let supplier = try address.named()
    let form = try await ReviewForm(request, fields: ["run"])
    let result = try await access.change { service in
      try service.approveAll(
        supplier: supplier, store: address.store, run: form.text("run"), by: reviewer)
    }
    let back = address.path
    return .redirect(
      to: "\(back)&done=all&count=\(result.approved)&left=\(result.leftOut.count)", type: .normal)
  }

  @Sendable private func export(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    let supplier = try ReviewAddress(FormValues(of: request)).named()
    let form = try await ReviewForm(request, fields: ["ready", "key"])
    let (ready, key) = (try form.required("ready"), try form.required("key"))
    let made = try await access.change { service in
      try service.export(supplier: supplier, key: key, expecting: ready, by: reviewer)
    }
    return .redirect(
      to: "/review/orders?new=\(made.order.id)&left=\(made.leftOut.count)", type: .normal)
  }

  @Sendable private func orders(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (viewer, reviewer) = try context.reviewer()
    let values = try FormValues(of: request)
    let (before, new) = (try values.number("before"), try values.number("new"))
    let left = Int(try values.number("left", from: 0) ?? 0)
    let view = try await access.look { moment in
      OrdersView(
        try moment.service.orders(for: reviewer, before: before, limit: Self.ordersPage + 1),
        limit: Self.ordersPage, new: new, leftOut: left, moment.service.calendar)
    }
    return try page("Orders", "review-orders", view, viewer)
  }

  @Sendable private func orderFile(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    return try await OrderDownload.response(access, request, context, reviewer)
  }

  @Sendable private func auditLog(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (viewer, reviewer) = try context.reviewer()
    let values = try FormValues(of: request)
    let (line, before) = (try values.number("line"), try values.number("before"))
    let view = try await access.look { moment in
      try Self.auditLog(of: line, before: before, moment, reviewer)
    }
    return try page("Who decided what", "review-audit-log", view, viewer)
  }

  @Sendable private func auditLogFile(_ request: Request, _ context: SiteContext) async throws
    -> Response
  {
    let (_, reviewer) = try context.reviewer()
    let line = try FormValues(of: request).number("line")
    return try await AuditLogDownload.response(access, reviewer, of: line)
  }

  private static func linePage(
    _ id: Int64, _ moment: ReviewAccess.Moment, _ reviewer: Reviewer, back: String?,
    token: String?
  ) throws -> LinePageView {
    let item = try moment.service.line(id, for: reviewer)
    return LinePageView(
      item, moment, auditLog: try auditLog(of: id, before: nil, moment, reviewer),
      back: back ?? ReviewAddress(supplier: item.line.key.supplier).path, token: token)
  }

  private static func auditLog(
    of line: Int64?, before: Int64?, _ moment: ReviewAccess.Moment, _ reviewer: Reviewer
  ) throws -> AuditLogView {
    AuditLogView(
      try moment.service.events(of: line, for: reviewer, before: before, limit: auditLogPage + 1),
      of: line, limit: auditLogPage, moment.service.calendar)
  }

  private static func id(_ context: SiteContext) throws(HTTPProblem) -> Int64 {
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }), id > 0 else {
      throw .notFound("No such line.")
    }
    return id
  }

  private static let doneWords = ["approve", "dismiss", "snooze", "undo", "reopen", "all"]

  /// What was just done, in words of ours: the address says which.
  private static func done(_ values: FormValues) throws(HTTPProblem) -> String? {
    switch try values.choice("done", of: Self.doneWords) {
    case "approve": return "Approved."
    case "dismiss": return "Dismissed."
    case "snooze": return "Snoozed."
    case "undo": return "Undone."
    case "reopen": return "Reopened. It can be ordered again."
    case "all":
      let count = try values.number("count", from: 0) ?? 0
      let left = try values.number("left", from: 0) ?? 0
      return "\(ReviewText.count(Int(count), "line")) approved."
        + (left > 0
          ? " \(ReviewText.count(Int(left), "line")) cannot be ordered as suggested and stay open."
          : "")
    default: return nil
    }
  }

  private func page(
    _ title: String, _ template: String, _ view: Any, _ viewer: Viewer,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try Page(title: title, section: .review).response(
      TemplateLibrary.render(template, view), for: viewer, status: status)
  }
}
