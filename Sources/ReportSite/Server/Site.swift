package import Hummingbird
package import Logging
import NIOPosix
import PublishedTables
package import SiteSettings

/// The web program: its routes over the published reports and the state.
package struct Site: Sendable {
  /// What the program was started with.
  package let settings: SiteSettings
  /// Who has signed in.
  let sessions = Sessions()
  /// The links that let people sign in; nil when they do it at a proxy.
  let links: SignInLinks?
  /// Where browsers see the site.
  let origin: SiteOrigin
  /// What is published.
  let catalogue: CatalogueReader
  /// What is counted of the requests.
  let metrics = SiteMetrics()
  /// What is remembered between runs.
  let state: SiteState
  /// The valuations that are made when somebody asks.
  let valuations: ValuationService
  /// How people and services prove who they are, in the order in which it is tried.
  private let ways: [any Authenticator]
  /// Where the proxies are that sign people in.
  private let proxies: [AddressRange]
  /// How long a page waits for another process.
  private let pageWait: Duration
  /// The clock of sign-in, by which links end and tries are counted.
  private let now: @Sendable () -> Duration

  /// Where what the site does in the background is written.
  let logger: Logger

  /// A site with these settings; nothing is opened before a request asks for it.
  ///
  /// A change of the state waits for as long as `patience` for a job that writes; then whoever sent it is
  /// asked to come again. A page waits for `pageWait` only, and shows what is known.
  /// Throws ``UnusableAccess`` when the proxy's addresses or headers cannot be read.
  package init(
    settings: SiteSettings, logger: Logger = Logger(label: "inventory-reports-site"),
    patience: Duration = .seconds(2), pageWait: Duration = .milliseconds(20)
  ) throws {
    try self.init(
      settings: settings, logger: logger, patience: patience, pageWait: pageWait,
      now: Monotonic.now)
  }

  /// The same by another clock of sign-in.
  init(
    settings: SiteSettings, logger: Logger, patience: Duration, pageWait: Duration,
    now: @escaping @Sendable () -> Duration
  ) throws {
    self.pageWait = pageWait
    self.now = now
    self.settings = settings
    self.logger = logger
    origin = SiteOrigin(publicURL: settings.publicURL)
    catalogue = CatalogueReader(output: settings.output)
    state = SiteState(settings, patience: patience)
    valuations = ValuationService(
      settings: settings, catalogue: catalogue, state: state, logger: logger)
    links =
      settings.access.proxy == nil && SiteSettings.isLoopback(host: settings.host)
      ? SignInLinks(now: now) : nil
    var ways: [any Authenticator] = [SessionAuthenticator(sessions: sessions, origin: origin)]
    if let tokens = settings.access.tokens {
      ways.insert(TokenAuthenticator(tokens, grants: settings.access.grants), at: 0)
    }
    if let known = settings.access.proxy {
      let proxy = try ProxyAuthenticator(
        known, grants: settings.access.grants, origin: origin)
      ways.append(proxy)
      proxies = proxy.ranges
    } else {
      proxies = []
    }
    self.ways = ways
  }

  /// Every route of the site.
  package func router() -> Router<SiteContext> {
    let router = Router(context: SiteContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: RequestObservation(metrics: metrics))
    router.add(middleware: ResponseHeaders())
    router.add(middleware: ErrorAnswers(signInPath: links == nil ? nil : SignInRoutes.path))
    let methods = AllowedMethods()
    router.add(middleware: methods)
    router.add(middleware: GzipAnswers())
    // Before anybody is asked who they are: a scraper's token is none of a service.
    HealthRoutes(
      catalogue: catalogue, state: state, output: settings.output, metrics: metrics,
      proxies: proxies, metricsToken: settings.metricsToken
    ).add(to: router)
    router.add(middleware: Authentication(ways: ways))
    router.add(middleware: ChangeGuard(origin: origin))
    AssetRoutes().add(to: router)
    ProblemRoutes().add(to: router)
    SignInRoutes(
      sessions: sessions, links: links, origin: origin, owner: settings.owner, now: now
    ).add(to: router)
    let boards = BoardReader(
      settings: settings, catalogue: catalogue, state: state, logger: logger)
    let tables = TableReader()
    DownloadRoutes(catalogue: catalogue, tables: tables).add(to: router)
    ReportRoutes(boards: boards, tables: tables).add(to: router)
    MonthEndRoutes(boards: boards, startMonth: settings.fiscalYearStart).add(to: router)
    let access = ReviewAccess(
      settings: settings, catalogue: catalogue, state: state, pageWait: pageWait)
    ReviewRoutes(access: access).add(to: router)
    ReviewAPI(access: access).add(to: router)
    AlertRoutes(state: state, calendar: boards.calendar, database: settings.database)
      .add(to: router)
    ReportAPI(catalogue: catalogue).add(to: router)
    DescriptionRoute().add(to: router)
    let stores = KnownStores(catalogue: catalogue)
    LowStockAPI(catalogue: catalogue, tables: tables, stores: stores).add(to: router)
    StockAPI(
      source: settings.database.map { StockSource($0, logger: logger) }, stores: stores,
      formulaGuard: settings.formulaGuard
    ).add(to: router)
    ValuationAPI(service: valuations, stores: stores).add(to: router)
    methods.take(router)
    return router
  }
}

extension CatalogueReader {
  /// What is published, as it was at most half a second ago; waits on a thread that may.
  func now() async throws -> PublishedCatalogue {
    if let fresh = fresh(within: .milliseconds(500)) { return fresh }
    return try await NIOThreadPool.singleton.runIfActive {
      try self.current(within: .milliseconds(500))
    }
  }
}
