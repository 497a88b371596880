import Reports
import Values

/// A value of a test, with the text that a reader should find for it.
struct TestCell {
  enum Kind {
    case null
    case text
    case number
    case boolean
    case date
    case time
    case uuid
  }

  let kind: Kind
  /// What CSV and JSON say.
  let text: String
  let cell: Cell

  static let null = TestCell(kind: .null, text: "", cell: .null)

  static func text(_ text: String) -> TestCell {
    TestCell(kind: .text, text: text, cell: .null)
  }

  /// A number as the files should show it, with all its decimals.
  static func number(_ text: String) -> TestCell {
    let scale = text.split(separator: ".").dropFirst().first?.count ?? 0
    return TestCell(
      kind: .number, text: text, cell: .number(ExactDecimal.parse(text, scale: scale) ?? .min))
  }

  static func boolean(_ value: Bool) -> TestCell {
    TestCell(kind: .boolean, text: value ? "true" : "false", cell: .boolean(value))
  }

  static func day(_ text: String) -> TestCell {
    TestCell(kind: .date, text: text, cell: Day(text).map { .date($0) } ?? .null)
  }

  /// A point in time, and how a clock of the report's zone shows it.
  static func time(_ microseconds: Int64, _ text: String) -> TestCell {
    TestCell(kind: .time, text: text, cell: .timestamp(Instant(microseconds: microseconds)))
  }

  static func uuid(_ text: String) -> TestCell {
    TestCell(kind: .uuid, text: text, cell: UUIDBytes(text).map { .uuid($0) } ?? .null)
  }

  func append(to row: inout RowBuffer) {
    if kind == .text { row.append(text: text) } else { row.append(cell) }
  }
}
