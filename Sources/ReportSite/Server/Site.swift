public import Hummingbird
public import SiteSettings

/// The web program: its routes over the published reports and the state.
public struct Site: Sendable {
  /// What the program was started with.
  public let settings: SiteSettings

  /// A site with these settings; nothing is opened before a request asks for it.
  public init(settings: SiteSettings) {
    self.settings = settings
  }

  /// Every route of the site.
  public func router() -> Router<SiteContext> {
    let router = Router(context: SiteContext.self)
    router.get("/healthz") { _, _ in "ok\n" }
    AssetRoutes().add(to: router)
    return router
  }
}
