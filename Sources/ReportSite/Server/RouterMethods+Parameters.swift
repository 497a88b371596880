import Hummingbird

/// Routes say which parameters their addresses take; any other is refused with the names of these.
extension RouterMethods where Context == SiteContext {
  /// Adds a route that looks at something.
  func get(
    _ path: RouterPath, taking names: [String],
    use answer: @escaping @Sendable (Request, SiteContext) async throws -> Response
  ) {
    get(path) { request, context in
      try request.checkParameters(names)
      return try await answer(request, context)
    }
  }

  /// Adds a route that changes something.
  func post(
    _ path: RouterPath, taking names: [String],
    use answer: @escaping @Sendable (Request, SiteContext) async throws -> Response
  ) {
    post(path) { request, context in
      try request.checkParameters(names)
      return try await answer(request, context)
    }
  }
}

extension Request {
  /// Throws `HTTPProblem` for a parameter that is not among the names, and in the API for one
  /// without a value: forms of pages send empty ones.
  func checkParameters(_ names: [String]) throws(HTTPProblem) {
    let values = try FormValues(of: self)
    try values.check(names)
    if isForService { try values.checkValues() }
  }
}
