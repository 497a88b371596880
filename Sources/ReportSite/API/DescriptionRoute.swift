import HTTPTypes
import Hummingbird

/// The description of the HTTP API, OpenAPI 3.1; it is kept by hand beside the routes.
struct DescriptionRoute {
  /// Adds `/openapi.json`, which has nothing of any report and is for anybody.
  func add(to routes: some RouterMethods<SiteContext>) {
    let body = ByteBuffer(bytes: PackageResources.openapi_json)
    routes.get("/openapi.json") { _, context in
      context.answerAnyone()
      return Response(
        status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }
  }
}
