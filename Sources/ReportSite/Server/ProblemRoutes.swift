import Hummingbird

/// What the kinds of problems mean, for people who follow a problem's `type`.
struct ProblemRoutes {
  private struct View {
    var problems: [Kind]
  }

  private struct Kind {
    var name: String
    var path: String
    var status: Int
    var title: String
    var meaning: String

    init(_ type: ProblemType) {
      name = type.rawValue
      path = type.address
      status = type.status.code
      title = type.title
      meaning = type.meaning
    }
  }

  /// Adds `/problems...`, which have nothing of any report and are for anybody.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/problems") { _, context in
      context.answerAnyone()
      return try page("Problems", ProblemType.allCases, context)
    }
    routes.get("/problems/:type") { _, context in
      context.answerAnyone()
      guard let type = ProblemType(rawValue: context.parameters.get("type") ?? "") else {
        throw HTTPProblem.notFound("No such kind of problem.")
      }
      return try page(type.title, [type], context)
    }
  }

  private func page(
    _ title: String, _ types: [ProblemType], _ context: SiteContext
  ) throws -> Response {
    try Page(title: title).response(
      TemplateLibrary.render("problems", View(problems: types.map(Kind.init))),
      for: context.viewer)
  }
}
