import HTTPTypes
import Hummingbird

/// The description of the HTTP API, OpenAPI 3.1; it is kept by hand beside the routes.
struct DescriptionRoute {
  /// Adds `/openapi.json`, which has nothing of any report and is for anybody.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/openapi.json") { request, context in
      context.answerAnyone()
      return Response(
        PackageResources.openapi_json, [.contentType: "application/json"], to: request)
    }
  }
}
