public import Hummingbird
import NIOPosix
import PublishedTables
public import SiteSettings

/// The web program: its routes over the published reports and the state.
public struct Site: Sendable {
  /// What the program was started with.
  public let settings: SiteSettings
  /// Who has signed in.
  let sessions = Sessions()
  /// The links that let people sign in; nil when they do it at a proxy.
  let links: SignInLinks?
  /// Where browsers see the site.
  let origin: SiteOrigin
  /// What is published.
  let catalogue: CatalogueReader
  /// What is remembered between runs.
  let state: SiteState
  /// How people and services prove who they are, in the order in which it is tried.
  private let ways: [any Authenticator]

  /// A site with these settings; nothing is opened before a request asks for it.
  ///
  /// Throws ``UnusableAccess`` when the proxy's addresses or headers cannot be read.
  public init(settings: SiteSettings) throws {
    self.settings = settings
    origin = SiteOrigin(publicURL: settings.publicURL)
    catalogue = CatalogueReader(output: settings.output)
    state = SiteState(folder: settings.state)
    links =
      settings.access.proxy == nil && SiteOrigin.isLoopback(host: settings.host)
      ? SignInLinks() : nil
    var ways: [any Authenticator] = [SessionAuthenticator(sessions: sessions, origin: origin)]
    if let tokens = settings.access.tokens {
      ways.insert(TokenAuthenticator(tokens, grants: settings.access.grants), at: 0)
    }
    if let proxy = settings.access.proxy {
      ways.append(try ProxyAuthenticator(proxy, grants: settings.access.grants, origin: origin))
    }
    self.ways = ways
  }

  /// Every route of the site.
  public func router() -> Router<SiteContext> {
    let router = Router(context: SiteContext.self)
    router.add(middleware: ResponseHeaders())
    router.add(middleware: ErrorAnswers(signInPath: links == nil ? nil : SignInRoutes.path))
    router.add(middleware: Authentication(ways: ways))
    router.add(middleware: ChangeGuard(origin: origin))
    router.get("/healthz") { _, context in
      context.answerAnyone()
      return "ok\n"
    }
    AssetRoutes().add(to: router)
    SignInRoutes(sessions: sessions, links: links, origin: origin, owner: settings.owner)
      .add(to: router)
    DownloadRoutes(catalogue: catalogue).add(to: router)
    let boards = BoardReader(settings: settings, catalogue: catalogue, state: state)
    ReportRoutes(boards: boards, tables: TableReader()).add(to: router)
    let office = ReviewOffice(settings: settings, state: state)
    ReviewRoutes(office: office).add(to: router)
    ReviewAPI(office: office).add(to: router)
    AlertRoutes(state: state, calendar: boards.calendar).add(to: router)
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
