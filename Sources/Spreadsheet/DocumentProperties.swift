/// What a workbook says about itself in its properties.
public struct DocumentProperties: Hashable, Sendable {
  /// The title.
  public var title: String
  /// What it is about.
  public var subject: String
  /// Who made it.
  public var author: String
  /// A remark.
  public var comments: String
  /// When it counts as made, in seconds since 1970.
  ///
  /// Given, not taken from a clock: the same content gives the same bytes.
  public var created: Int

  /// The properties of a workbook.
  public init(title: String, subject: String, author: String, comments: String, created: Int) {
    self.title = title
    self.subject = subject
    self.author = author
    self.comments = comments
    self.created = created
  }
}
