import Hummingbird
import JobRunner
import Logging
import Postgres
import SiteSettings
import StateStore
import Values

/// The alerts' page, and its forms.
struct AlertRoutes {
  private let state: SiteState
  private let calendar: BusinessCalendar
  /// Where names are looked up; nil when no database is named.
  private let database: ReplicaSet?
  private let limiter = ConcurrencyLimiter(places: 2, queue: 20)

  init(state: SiteState, calendar: BusinessCalendar, database: ReplicaSet?) {
    self.state = state
    self.calendar = calendar
    self.database = database
  }

  /// Adds `/alerts...`.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/alerts", taking: ["q", "from", "product", "store", "done"], use: show)
    routes.post("/alerts/mutes", taking: [], use: mute)
    routes.post("/alerts/mutes/:id/end", taking: [], use: end)
  }

  @Sendable private func show(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (viewer, scope) = try context.viewer(with: .alertsManage)
    let values = try FormValues(of: request)
    let search = try values.words("q") ?? ""
    let first = Int(try values.number("from", from: 0, to: 1 << 30) ?? 0)
    let done = try values.choice("done", of: Self.done.keys.sorted())
    let facts = try await facts(scope, search: search, from: first)
    var page = AlertsPage(facts: facts, calendar: calendar, viewer: viewer, scope: scope)
    page.search = search
    page.first = first
    page.form.product = try values.words("product")
    page.form.store = try values.words("store")
    page.done = done.flatMap { Self.done[$0] }
    return try answer(page)
  }

  @Sendable private func mute(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (viewer, scope) = try context.viewer(with: .alertsManage)
    let form = MuteForm(try await FormValues(form: request, fields: MuteForm.fields))
    let facts = try await facts(scope)
    do {
      let now = Instant.now
      let mute = try form.mute(stores: scope, known: facts.stores, calendar: calendar, now: now)
      guard try await state.look({ $0 != nil }) else { throw Self.noState }
      try await check(mute, scope, context)
      _ = try await state.change { state in try state.changeAlerts { try $0.add(mute, at: now) } }
      return .redirect(to: "/alerts?done=muted#mutes", type: .normal)
    } catch let problem as MuteProblem {
      var page = AlertsPage(facts: facts, calendar: calendar, viewer: viewer, scope: scope)
      page.form = form
      page.problem = problem.text
      return try answer(page, status: .badRequest)
    }
  }

  /// Refuses a name that fits nothing, as the command line does: such a mute would be silent about a
  /// slip of the pen.
  private func check(_ mute: AlertMute, _ scope: StoreScope, _ context: SiteContext) async throws {
    guard let database else { return }
    let names = AlertNames(
      product: mute.product, store: mute.store, supplier: mute.supplier, category: mute.category)
    let logger = context.logger
    do {
      let problem = try await limiter.pass {
        try await runOnOwnThread(named: "names") { cancellation in
          try names.problem(
            on: database, mayListAll: scope == .all, logger: logger, cancellation: cancellation)
        }
      }
      if let problem {
        throw MuteProblem(
          "\(problem.prefix(1).uppercased())\(problem.dropFirst()). \(Self.unchecked)")
      }
    } catch  where error is PostgresError || error is NoReplicaError {
      logger.error("names cannot be looked up", metadata: ["error": .string("\(error)")])
      throw MuteProblem(
        "No database answers, so these names cannot be checked. Try again in a moment."
          + " \(Self.unchecked)")
    }
  }

  private static let unchecked =
    "To mute something that does not exist yet, use"
    + " 'inventory-reports alerts mute --unchecked'."

  @Sendable private func end(_ request: Request, _ context: SiteContext) async throws -> Response {
    let (_, scope) = try context.viewer(with: .alertsManage)
    let id = context.parameters.get("id").flatMap { Int64($0) }
    let missing = HTTPProblem.notFound("No such mute; it may have ended.")
    guard let id, try await state.look({ $0 != nil }) else { throw missing }
    let isEnded = try await state.change { state in
      try state.changeAlerts { alerts in
        let stores = try alerts.lowStores(scope.lowFilter())
        return try alerts.mutes(of: scope, stores).contains { $0.id == id }
          && alerts.removeMute(id)
      }
    }
    guard isEnded else { throw missing }
    return .redirect(to: "/alerts?done=ended#mutes", type: .normal)
  }

  /// What was just done, in words of ours: the address says which.
  private static let done = ["muted": "Muted.", "ended": "The mute has ended."]

  private static let noState = HTTPProblem(
    .notNow,
    "No low-stock check has run yet, so there is nothing to mute.")

  /// What the state has for somebody of some stores.
  private func facts(
    _ scope: StoreScope, search: String = "", from first: Int = 0
  ) async throws -> AlertsPage.Facts {
    try await state.look { state in
      try state.map { try Self.facts($0, scope, search: search, from: first) }
        ?? AlertsPage.Facts()
    }
  }

  private static func facts(
    _ database: StateDatabase, _ scope: StoreScope, search: String, from first: Int
  ) throws -> AlertsPage.Facts {
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
