/// One column of a table: an interface to the programs that read the files, and words for people.
public struct Column: Hashable, Sendable {
  /// The name in CSV and JSON, which never changes once published.
  public var key: String
  /// What its values are.
  public var type: ColumnType
  /// The heading in a workbook.
  public var title: String
  /// What it means, for `About` and the data package.
  public var meaning: String
  /// Whether the column is summed: per unit for a quantity, over all rows for anything else.
  public var totalled: Bool
  /// Whether a workbook folds it away, as it does with every UUID: it is for programs, not for people.
  public var isFolded: Bool

  /// A column.
  public init(
    key: String, type: ColumnType, title: String, meaning: String = "", totalled: Bool = false,
    isFolded: Bool = false
  ) {
    self.key = key
    self.type = type
    self.title = title
    self.meaning = meaning
    self.totalled = totalled
    self.isFolded = isFolded || type == .uuid
  }
}
