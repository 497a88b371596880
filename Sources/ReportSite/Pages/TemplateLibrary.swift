import Mustache

/// The templates of the pages, compiled into the program and read once.
enum TemplateLibrary {
  /// The templates by name.
  private static let sources: [String: [UInt8]] = [
    "error": PackageResources.error_mustache,
    "layout": PackageResources.layout_mustache,
  ]

  private static let library = Result {
    MustacheContentTypes.register(PageText(), named: "PAGE")
    return MustacheLibrary(
      templates: try sources.mapValues { source in
        try MustacheTemplate(
          string: "{{% CONTENT_TYPE:PAGE}}" + String(decoding: source, as: UTF8.self))
      })
  }

  /// A template filled in with an object, every value of it escaped.
  static func render(_ name: String, _ object: Any) throws -> String {
    guard let text = try library.get().render(object, withTemplate: name) else {
      throw UnknownTemplate(name: name)
    }
    return text
  }

  /// A template that the program was built without.
  struct UnknownTemplate: Error {
    var name: String
  }
}
