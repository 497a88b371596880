import Hummingbird
import NIOPosix
import Reports
import RunStore
import SiteSettings

/// The alerts' page, and its forms.
struct AlertRoutes {
  private let state: SiteState
  private let calendar: BusinessCalendar

  init(state: SiteState, calendar: BusinessCalendar) {
    self.state = state
    self.calendar = calendar
  }

  /// Adds `/alerts...`.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/alerts", use: show)
    routes.post("/alerts/mutes", use: mute)
    routes.post("/alerts/mutes/:id/end", use: end)
  }

  @Sendable private func show(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (viewer, scope) = try context.viewer(with: .alertsManage)
    let query = request.uri.queryParameters
    func value(_ name: Substring) -> String { String((query[name] ?? "").prefix(200)) }
    let search = value("q")
    let first = Int(value("from")).map { max(0, min($0, 1 << 30)) } ?? 0
    let facts = try await onThread { try self.facts(scope, search: search, from: first) }
    var page = AlertsPage(facts: facts, calendar: calendar, viewer: viewer, scope: scope)
    page.search = search
    page.first = first
    page.form.product = value("product")
    page.form.store = value("store")
    page.done =
      switch value("done") {
      case "muted": "Muted."
      case "ended": "The mute has ended."
      default: nil
      }
    return try answer(page)
  }

  @Sendable private func mute(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (viewer, scope) = try context.viewer(with: .alertsManage)
    let form = try await URLEncodedFormDecoder().decode(
      MuteForm.self, from: request, context: context)
    let facts = try await onThread { try self.facts(scope) }
    do {
      let now = Instant.now
      let mute = try form.mute(stores: scope, known: facts.stores, calendar: calendar, now: now)
      try await onThread {
        guard let database = try self.state.database() else { throw Self.noState }
        _ = try database.changeAlerts { try $0.add(mute, at: now) }
      }
      return .redirect(to: "/alerts?done=muted#mutes", type: .normal)
    } catch let problem as MuteProblem {
      var page = AlertsPage(facts: facts, calendar: calendar, viewer: viewer, scope: scope)
      page.form = form
      page.problem = problem.text
      return try answer(page, status: .badRequest)
    }
  }

  @Sendable private func end(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (_, scope) = try context.viewer(with: .alertsManage)
    let id = context.parameters.get("id").flatMap { Int64($0) }
    let isEnded = try await onThread {
      guard let id, let database = try self.state.database() else { return false }
      return try database.changeAlerts { alerts in
        let stores = try alerts.lowStores(scope.lowFilter())
        return try alerts.mutes(of: scope, stores).contains { $0.id == id }
          && alerts.removeMute(id)
      }
    }
    guard isEnded else {
      throw Refusal.notFound("There is no such mute any more; somebody may have ended it.")
    }
    return .redirect(to: "/alerts?done=ended#mutes", type: .normal)
  }

  private static let noState = Refusal(
    .conflict, "There are no alerts yet",
    "Nothing is remembered before the first round of alerts; mute when there is something to mute.")

  /// What the state has for somebody of some stores.
  private func facts(
    _ scope: StoreScope, search: String = "", from first: Int = 0
  ) throws -> AlertsPage.Facts {
    guard let database = try state.database() else { return AlertsPage.Facts() }
    var facts = try database.readAlerts { alerts in
      let found = scope.lowFilter(search)
      let stores = try alerts.lowStores(scope.lowFilter())
      return AlertsPage.Facts(
        lows: try alerts.lowRecords(found, from: first, limit: AlertsPage.rows),
        found: try alerts.lowCount(found).low, low: try alerts.lowCount(scope.lowFilter()),
        stores: stores.map { AlertStore(id: $0.id, name: $0.name) },
        mutes: try alerts.mutes(of: scope, stores), holds: try alerts.holds())
    }
    facts.round = try database.lastRound()?.at
    switch scope {
    case .all:
      facts.endpoints = try database.endpointNames().sorted().map { try database.endpoint($0) }
    case .only(let allowed):
      facts.holds = facts.holds.compactMap { hold in
        var hold = hold
        // What is found about everything has counts of all stores.
        if hold.subject.isEmpty {
          hold.detail = ""
        } else if UUIDBytes(hold.subject).map(allowed.contains) != true {
          return nil
        }
        return hold
      }
    }
    return facts
  }

  private func answer(
    _ page: AlertsPage, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try Page(title: "Alerts", section: .alerts).response(
      page.content(), for: page.viewer, status: status)
  }

  private func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(body)
  }
}

extension StoreScope {
  /// What is low in these stores.
  fileprivate func lowFilter(_ search: String = "") -> LowFilter {
    switch self {
    case .all: LowFilter(search: search)
    case .only(let stores): LowFilter(stores: stores, search: search)
    }
  }
}

extension AlertTransaction {
  /// The mutes in effect that somebody may see: all, or those of their own stores, which are named by
  /// id, or by the name of one that something is low in.
  fileprivate func mutes(
    of scope: StoreScope, _ stores: [(id: UUIDBytes, name: String)]
  ) throws -> [AlertMute] {
    let mutes = try mutes(at: .now)
    guard case .only(let allowed) = scope else { return mutes }
    return mutes.filter { mute in
      guard let store = mute.store else { return false }
      return UUIDBytes(store).map(allowed.contains) ?? stores.contains { $0.name == store }
    }
  }
}
