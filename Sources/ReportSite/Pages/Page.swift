import Hummingbird

/// A page for people: its title, the part of the site it belongs to, and the frame around it.
struct Page {
  /// What the browser's tab shows; the content has its own heading.
  var title: String
  /// Where it belongs; nil for none.
  var section: PageSection?

  /// The page with its content, which is HTML already, as somebody sees it.
  func response(
    _ content: String, for viewer: Viewer?, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try response(ByteBuffer(string: content), for: viewer, status: status)
  }

  /// The same for a content that is kept from request to request.
  func response(
    _ content: ByteBuffer, for viewer: Viewer?, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let (before, after) = try frame(for: viewer)
    var page = ByteBuffer()
    page.reserveCapacity(before.utf8.count + content.readableBytes + after.utf8.count)
    page.writeSubstring(before)
    page.writeImmutableBuffer(content)
    page.writeSubstring(after)
    return Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: page))
  }

  /// What stands before and after the content.
  private func frame(for viewer: Viewer?) throws -> (before: Substring, after: Substring) {
    let sections = PageSection.allCases.filter { viewer?.uses($0) == true }.map {
      Link(path: $0.path, label: $0.label, isCurrent: $0 == section)
    }
    let mark = "\u{0}"
    let frame = try TemplateLibrary.render(
      "layout",
      Frame(
        title: title, stylesheet: SiteAsset.stylesheet.path, icon: SiteAsset.icon.path,
        hasSections: !sections.isEmpty, sections: sections,
        viewer: viewer.map { Who(name: $0.name, token: $0.formToken) }, content: mark))
    // The last one, for a name may have anything in it.
    guard let place = frame.utf8.lastIndex(of: 0) else { return (frame[...], "") }
    return (frame[..<place], frame[frame.utf8.index(after: place)...])
  }

  private struct Frame {
    var title: String
    var stylesheet: String
    var icon: String
    var hasSections: Bool
    var sections: [Link]
    var viewer: Who?
    var content: String
  }

  private struct Link {
    var path: String
    var label: String
    var isCurrent: Bool
  }

  private struct Who {
    var name: String
    var token: String?
  }
}
