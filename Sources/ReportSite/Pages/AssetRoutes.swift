import Hummingbird

/// The stylesheet and the icon, which anybody may have.
struct AssetRoutes {
  /// Adds `/assets/...`.
  func add(to routes: some RouterMethods<SiteContext>) {
    for asset in SiteAsset.all {
      let body = ByteBuffer(bytes: asset.bytes)
      routes.get("/assets/:version/\(asset.name)") { _, context in
        context.answerAnyone()
        // A page that was open while the program was replaced asks for the version it was made with.
        let isNow = context.parameters.get("version") == asset.version
        let caching = isNow ? "public, max-age=31536000, immutable" : "no-cache"
        return Response(
          status: .ok,
          headers: [
            .contentType: asset.type + "; charset=utf-8", .cacheControl: caching,
          ],
          body: .init(byteBuffer: body))
      }
    }
  }
}
