import StateStore
import Values

/// What is low now and since when, whether an alert was sent, and what is muted.
struct AlertsPage {
  /// What the state had at one moment; everything below is of the viewer's stores only.
  struct Facts: Sendable {
    /// One page of what is low and searched for, and how many there are of it.
    var lows: [AlertRecord] = []
    var found = 0
    var low = (low: 0, outOfStock: 0)
    /// The stores that something is low in.
    var stores: [AlertStore] = []
    var mutes: [AlertMute] = []
    var holds: [AlertHold] = []
    var endpoints: [EndpointRecord] = []
    var round: Instant?
  }

  let facts: Facts
  let calendar: BusinessCalendar
  let viewer: Viewer
  let scope: StoreScope
  var search = ""
  var first = 0
  var form = MuteForm()
  var problem: String?
  var done: String?

  /// How many products a page has.
  static let rows = 100

  /// The page's content.
  func content() throws -> String {
    try TemplateLibrary.render("alerts", view)
  }

  private struct View {
    var summary: String
    var isLooked: Bool
    var done: String?
    var holds: [Hold]
    var showsDelivery: Bool
    var hasEndpoints: Bool
    var endpoints: [Endpoint]
    var search: String
    var isSearch: Bool
    var status: String
    var hasLows: Bool
    var lows: [Low]
    var hasPages: Bool
    var before: String?
    var place: String
    var after: String?
    var hasMutes: Bool
    var mutes: [Mute]
    var problem: String?
    var token: String?
    var hasStores: Bool
    var stores: [Store]
    var form: Form
  }

  private struct Form {
    var product: String
    var store: String
    var supplier: String
    var category: String
    var until: String
    var note: String
  }

  private struct Hold {
    var what: String
    var since: String
    var detail: String?
  }

  private struct Endpoint {
    var name: String
    var state: String
    var tone: String
    var waiting: String
    var dead: String
    var arrived: String
    var error: String
  }

  private struct Low {
    var store: String
    var sku: String
    var product: String
    var state: String
    var tone: String
    var since: String
    var told: String
    var reminded: String?
    var mutePath: String
  }

  private struct Mute {
    var id: Int64
    var what: String
    var until: String
    var note: String
  }

  private struct Store {
    var id: String
    var name: String
    var isChosen: Bool
  }

  private var view: View {
    let shown = facts.lows
    let summary =
      facts.round.map {
        "\(facts.low.low) low, \(facts.low.outOfStock) of them out of stock, as of \(time($0))."
      }
      ?? "No low-stock check has run yet."
    let path = { (first: Int) in
      "/alerts?q=\(search.addingPercentEncodingForQuery())&from=\(first)"
    }
    let isOver = first + shown.count >= facts.found
    return View(
      summary: summary, isLooked: facts.round != nil, done: done,
      holds: facts.holds.map {
        Hold(
          what: $0.kind.words, since: time($0.since),
          detail: $0.detail.isEmpty ? nil : $0.detail)
      },
      showsDelivery: scope == .all, hasEndpoints: !facts.endpoints.isEmpty,
      endpoints: facts.endpoints.map(endpoint),
      search: search, isSearch: !search.isEmpty,
      status: search.isEmpty
        ? FigureText.rows(facts.found) : "\(FigureText.rows(facts.found)) found",
      hasLows: !shown.isEmpty, lows: shown.map(low),
      hasPages: facts.found > Self.rows || first > 0,
      before: first > 0 ? path(max(0, first - Self.rows)) : nil,
      place: shown.isEmpty ? "no rows" : "rows \(first + 1)–\(first + shown.count)",
      after: isOver ? nil : path(first + Self.rows), hasMutes: !facts.mutes.isEmpty,
      mutes: facts.mutes.map(mute), problem: problem, token: viewer.formToken,
      hasStores: scope != .all,
      stores: facts.stores.map {
        Store(id: $0.id.description, name: $0.name, isChosen: $0.isCalled(form.store ?? ""))
      },
      form: Form(
        product: form.product ?? "", store: form.store ?? "", supplier: form.supplier ?? "",
        category: form.category ?? "", until: form.until ?? "", note: form.note ?? ""))
  }

  private func low(_ low: AlertRecord) -> Low {
    let isOut = low.state == .outOfStock
    let since = (isOut ? low.out : low.low)?.start ?? low.changedAt
    let told =
      isMuted(low)
      ? "muted"
      : low.reported == low.state
        ? low.reportedAt.map(time) ?? "yes" : "not yet"
    let sku = low.sku.addingPercentEncodingForQuery()
    return Low(
      store: low.storeName, sku: low.sku, product: low.productName,
      state: isOut ? "Out of stock" : "Low", tone: isOut ? "bad" : "warn", since: time(since),
      told: told,
      reminded: low.reminder == 0
        ? nil : low.reminder == 1 ? "reminded once" : "reminded \(low.reminder) times",
      mutePath: "/alerts?product=\(sku)&store=\(low.store)#mute")
  }

  /// Whether a mute of this product or its store is in effect; what a supplier's or a category's
  /// mute takes in, the state does not know.
  private func isMuted(_ low: AlertRecord) -> Bool {
    facts.mutes.contains { mute in
      guard mute.supplier == nil, mute.category == nil else { return false }
      let isProduct = mute.product.map { $0 == low.sku || UUIDBytes($0) == low.product } ?? true
      let isStore = mute.store.map { AlertStore(id: low.store, name: low.storeName).isCalled($0) }
      return isProduct && isStore ?? true
    }
  }

  private func endpoint(_ endpoint: EndpointRecord) -> Endpoint {
    let (state, tone) =
      if endpoint.stoppedAt != nil {
        ("Stopped", "bad")
      } else if endpoint.pending > 0, endpoint.lastErrorAt != nil,
        endpoint.lastErrorAt ?? .distantPast > endpoint.lastSuccessAt ?? .distantPast
      {
        ("Failing", "bad")
      } else if endpoint.pending > 0 {
        ("Waiting", "warn")
      } else {
        ("Delivered", "good")
      }
    return Endpoint(
      name: endpoint.name, state: state, tone: tone,
      waiting: FigureText.grouped("\(endpoint.pending)"),
      dead: FigureText.grouped("\(endpoint.dead)"),
      arrived: endpoint.lastSuccessAt.map(time) ?? "never",
      error: endpoint.lastErrorAt.map { "\(time($0)): \(endpoint.lastError ?? "")" } ?? "")
  }

  private func mute(_ mute: AlertMute) -> Mute {
    let stores = facts.stores
    let store = mute.store.map { text in stores.first { $0.isCalled(text) }?.name ?? text }
    let what = [
      mute.product.map { "product \($0)" }, store.map { "store \($0)" },
      mute.supplier.map { "supplier \($0)" }, mute.category.map { "category \($0)" },
    ].compactMap { $0 }.joined(separator: ", ")
    return Mute(
      id: mute.id, what: what, until: mute.until.map(time) ?? "ended by hand", note: mute.note)
  }

  private func time(_ instant: Instant) -> String {
    FigureText.time(instant, in: calendar)
  }
}

extension AlertHold.Kind {
  /// What holds, in words.
  fileprivate var words: String {
    switch self {
    case .staleData: "No server has fresh data"
    case .silentStore: "A store has no sales"
    case .massChange: "Too many changes at once"
    }
  }
}
