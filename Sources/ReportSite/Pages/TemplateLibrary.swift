import Mustache

/// The templates of the pages, compiled into the program and read once.
enum TemplateLibrary {
  /// One page's frame: title, navigation, content.
  static func layout() throws -> MustacheTemplate {
    try MustacheTemplate(string: String(decoding: PackageResources.layout_mustache, as: UTF8.self))
  }
}
