public import Hummingbird
public import SiteSettings

/// The web program: its routes over the published reports and the state.
public struct Site: Sendable {
  /// What the program was started with.
  public let settings: SiteSettings
  /// Who has signed in.
  let sessions: Sessions
  /// Where browsers see the site.
  let origin: SiteOrigin

  /// A site with these settings; nothing is opened before a request asks for it.
  public init(settings: SiteSettings) {
    self.settings = settings
    sessions = Sessions()
    origin = SiteOrigin(publicURL: nil)
  }

  /// Every route of the site.
  public func router() -> Router<SiteContext> {
    let router = Router(context: SiteContext.self)
    router.add(middleware: ResponseHeaders())
    router.add(middleware: ErrorAnswers(signInPath: "/signin"))
    router.add(
      middleware: Authentication(ways: [SessionAuthenticator(sessions: sessions, origin: origin)]))
    router.add(middleware: ChangeGuard(origin: origin))
    router.get("/healthz") { _, context in
      context.answerAnyone()
      return "ok\n"
    }
    AssetRoutes().add(to: router)
    return router
  }
}
