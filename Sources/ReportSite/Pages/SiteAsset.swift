import Publishing

/// A file that pages are made of, compiled into the program.
struct SiteAsset: Sendable {
  /// The file's name.
  let name: String
  /// Its media type.
  let type: String
  /// Its content.
  let bytes: [UInt8]
  /// The beginning of its hash, a part of its path: a path's content never changes.
  let version: String

  /// Where browsers find it.
  var path: String { "/assets/\(version)/\(name)" }

  /// How the pages look.
  static let stylesheet = SiteAsset(
    "site.css", "text/css", PackageResources.site_css + PackageResources.review_css)
  /// The site's sign in a browser's tab.
  static let icon = SiteAsset("icon.svg", "image/svg+xml", PackageResources.icon_svg)
  /// All of them.
  static let all = [stylesheet, icon]

  private init(_ name: String, _ type: String, _ bytes: [UInt8]) {
    self.name = name
    self.type = type
    self.bytes = bytes
    version = String(ContentHash.sha256(bytes).dropFirst("sha256:".count).prefix(12))
  }
}
