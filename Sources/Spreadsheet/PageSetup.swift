/// How a sheet is printed: always A4, landscape, one page wide.
public struct PageSetup: Hashable, Sendable {
  /// The footer on the left; the page's number stands on the right.
  public var footer: String
  /// Whether the first row is repeated on every page.
  public var repeatsHeader: Bool

  /// A print set-up.
  public init(footer: String, repeatsHeader: Bool) {
    self.footer = footer
    self.repeatsHeader = repeatsHeader
  }
}
