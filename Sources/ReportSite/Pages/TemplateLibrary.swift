import Mustache

/// The templates of the pages, compiled into the program and read once.
enum TemplateLibrary {
  /// The templates by name.
  private static let sources: [String: [UInt8]] = [
    "alerts": PackageResources.alerts_mustache,
    "layout": PackageResources.layout_mustache,
    "month-end": PackageResources.month_end_mustache,
    "problems": PackageResources.problems_mustache,
    "report": PackageResources.report_mustache,
    "reports": PackageResources.reports_mustache,
    "run": PackageResources.run_mustache,
    "table": PackageResources.table_mustache,
    "error": PackageResources.error_mustache,
    "review": PackageResources.review_mustache,
    "review-entries": PackageResources.review_entries_mustache,
    "review-form": PackageResources.review_form_mustache,
    "review-line": PackageResources.review_line_mustache,
    "review-lines": PackageResources.review_lines_mustache,
    "review-nav": PackageResources.review_nav_mustache,
    "review-orders": PackageResources.review_orders_mustache,
    "review-audit-log": PackageResources.review_audit_log_mustache,
    "signin": PackageResources.signin_mustache,
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
    let object = TemplateObject.plain(object) ?? object
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
