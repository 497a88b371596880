/// How a sheet is printed: always A4, landscape, one page wide.
public struct PageSetup: Hashable, Sendable {
  /// The footer on the left; the page's number stands on the right.
  public var footer: String
  /// The row that is repeated on every page, from 0; nil for none.
  public var headerRow: Int?

  /// A print set-up.
  public init(footer: String, headerRow: Int? = nil) {
    self.footer = footer
    self.headerRow = headerRow
  }
}
