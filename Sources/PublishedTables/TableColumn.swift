package import Publishing

/// A column of a published table, as the run's manifest describes it.
package struct TableColumn: Hashable, Sendable {
  /// What the values are: how they are compared, ordered and shown.
  package enum Kind: Hashable, Sendable {
    /// Words and codes.
    case text
    /// Numbers, exact as they are written.
    case number
    /// `true` or `false`.
    case boolean
    /// `YYYY-MM-DD`.
    case date
    /// A time stamp in the report's zone.
    case timestamp
    /// A UUID.
    case uuid
  }

  /// The key in the file's header.
  package var key: String
  /// What the values are.
  package var kind: Kind
  /// The heading for people.
  package var title: String
  /// What it means, for people.
  package var meaning: String
  /// Whether a value that begins like a formula has an apostrophe before it in the file.
  package var isGuarded: Bool

  /// The column of a field in a manifest.
  package init(_ field: TableSchema.Field) {
    key = field.name
    title = field.title
    meaning = field.meaning
    isGuarded = field.isGuarded
    kind =
      switch field.type {
      case "number", "integer": .number
      case "boolean": .boolean
      case "date": .date
      case "datetime": .timestamp
      default: field.format == "uuid" ? .uuid : .text
      }
  }
}
