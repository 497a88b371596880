import Mustache

/// What a template is filled in with, looked through once.
///
/// The library by itself reflects an object anew for each of its names that a template asks for, which
/// made a page of the review take three times as long. Only what has no text of its own is looked into.
final class TemplateObject: MustacheParent {
  private let children: [String: Any]

  /// The stored properties of a value; those that are nil are not there.
  private init(_ mirror: Mirror) {
    var children: [String: Any] = [:]
    for child in mirror.children {
      if let label = child.label { children[label] = Self.plain(child.value) }
    }
    self.children = children
  }

  func child(named name: String) -> Any? { children[name] }

  /// A value as templates take it: text, a number, a truth, an object of these, or a list of them.
  static func plain(_ value: Any) -> Any? {
    if value is String || value is Bool || value is Int { return value }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { plain($0.value) }
    case .collection: return mirror.children.compactMap { plain($0.value) }
    case .struct where !(value is any CustomStringConvertible): return TemplateObject(mirror)
    default: return value
    }
  }
}
