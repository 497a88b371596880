/// The words in the titles and meanings of columns that a policy decides.
///
/// A definition says `{ageing.2}` for the second bucket of age, which is then `31 to 60 days`. Keys never
/// change.
public struct TitleWords: Sendable {
  private let words: [(name: String, text: String)]

  /// The names that stand in braces, in order.
  static let names = (1...FinancePolicy.buckets).map { "ageing.\($0)" }

  /// The words of a policy.
  public init(_ finance: FinancePolicy) {
    words = Array(zip(Self.names, finance.ageingWords))
  }

  /// A text with the words in the place of their names.
  func fill(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    return words.reduce(text) { $0.replacing("{\($1.name)}", with: $1.text) }
  }

  /// What in braces looks like a name and is none.
  static func unknown(in text: String) -> String? {
    text.matches(of: /\{([a-z]+\.[a-z0-9_]+)\}/).map { String($0.1) }.first { !names.contains($0) }
  }
}

extension ReportDefinition {
  /// The definition with these words in the titles and meanings of its columns.
  public func filled(_ words: TitleWords) -> ReportDefinition {
    var definition = self
    for table in tables.indices {
      for column in tables[table].columns.indices {
        let found = tables[table].columns[column]
        definition.tables[table].columns[column].title = words.fill(found.title)
        definition.tables[table].columns[column].meaning = words.fill(found.meaning)
      }
    }
    return definition
  }
}
