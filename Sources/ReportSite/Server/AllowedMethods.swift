import HTTPTypes
import Hummingbird
import Synchronization

/// Answers 405, with the methods that there are, where an address has routes but none of the method.
final class AllowedMethods: RouterMiddleware {
  typealias Context = SiteContext

  private struct Address {
    var parts: [Substring]
    var methods: Set<String>

    /// Whether a path fits, a part that begins with a brace fitting anything.
    func fits(_ path: [Substring]) -> Bool {
      parts.count == path.count
        && zip(parts, path).allSatisfy { $0.first == "{" || $0 == $1 }
    }

    /// Which parts are words: what has words further to the left is asked first.
    var words: [Int] { parts.map { $0.first == "{" ? 0 : 1 } }
  }

  private let addresses = Mutex<[Address]>([])

  /// Takes the routes in, once all of them are there.
  func take(_ router: Router<SiteContext>) {
    let byPath = Dictionary(grouping: router.routes) { $0.path.description }
    let found = byPath.map { path, routes in
      var methods = Set(routes.map(\.method.rawValue))
      if methods.contains("GET") { methods.insert("HEAD") }
      return Address(parts: path.split(separator: "/"), methods: methods)
    }
    addresses.withLock {
      $0 = found.sorted { $1.words.lexicographicallyPrecedes($0.words) }
    }
  }

  @concurrent func handle(
    _ request: Request, context: SiteContext,
    next: @concurrent (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    guard context.endpointPath == nil, let methods = methods(of: request.uri.path) else {
      return try await next(request, context)
    }
    let names = methods.sorted().joined(separator: ", ")
    throw HTTPProblem(.methodNotAllowed, "This address allows \(names).", headers: [.allow: names])
  }

  private func methods(of path: String) -> Set<String>? {
    let parts = path.split(separator: "/")
    return addresses.withLock { $0.first { $0.fits(parts) }?.methods }
  }
}
