import Reports

/// The columns of a CSV file as a Frictionless Table Schema.
package struct TableSchema: Hashable, Codable, Sendable {
  package struct Field: Hashable, Codable, Sendable {
    package var name: String
    /// `string`, `number`, `integer`, `boolean`, `date` or `datetime`.
    package var type: String
    /// How the type is written, where the type's default is not it.
    package var format: String?
    /// The heading for people.
    package var title: String
    /// What the column means, and what the file does to its values.
    package var description: String
    /// The decimal point of a number.
    package var decimalChar: String?

    /// The field of a column.
    init(_ column: Column, formulaGuard: Bool) {
      name = column.key
      title = column.title
      description = column.meaning
      switch column.type {
      case .text, .code:
        type = "string"
        if formulaGuard { description = Self.guarded(column.meaning) }
      case .quantity, .money, .price, .ratio, .decimal:
        type = "number"
        decimalChar = "."
      case .integer: type = "integer"
      case .boolean: type = "boolean"
      case .date: type = "date"
      case .timestamp:
        type = "datetime"
        // The default form is UTC with Z; ours carries the offset of the report's zone.
        format = "any"
      case .uuid:
        type = "string"
        format = "uuid"
      }
    }

    /// Whether a value that begins like a formula has an apostrophe before it in the file.
    package var isGuarded: Bool { description.hasSuffix(Self.guardNote) }

    /// What the column means, without what the file does to its values.
    package var meaning: String {
      guard isGuarded else { return description }
      let meaning = description.dropLast(Self.guardNote.count)
      return String(meaning.last == " " ? meaning.dropLast() : meaning)
    }

    private static let guardNote =
      "A value that begins with =, +, -, @, tab, carriage return or line feed has an apostrophe"
      + " put before it, so that no spreadsheet runs it as a formula."

    private static func guarded(_ meaning: String) -> String {
      meaning.isEmpty ? guardNote : "\(meaning) \(guardNote)"
    }
  }

  /// The columns in the order of the file.
  package var fields: [Field]
  /// What stands for no value: an empty field.
  package var missingValues = [""]

  /// The schema of a table.
  init(_ table: TableDefinition, formulaGuard: Bool) {
    fields = table.columns.map { Field($0, formulaGuard: formulaGuard) }
  }
}
