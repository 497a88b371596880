import Reports
import Values

/// The text of values as CSV and JSON both write it.
enum ValueText {
  /// Appends the value of a cell as plain text; nothing for an empty one.
  ///
  /// A point in time that has no place in a calendar is empty.
  static func append(
    _ row: RowBuffer, _ column: Int, scale: Int, calendar: BusinessCalendar,
    to bytes: inout [UInt8]
  ) {
    switch row.cells[column] {
    case .null: break
    case .text(let start, let count):
      bytes.append(contentsOf: row.text(start: start, count: count))
    case .number(let value): ExactDecimal.append(value, scale: scale, to: &bytes)
    case .boolean(let value): append(value, to: &bytes)
    case .date(let day): day.append(to: &bytes)
    case .timestamp(let instant):
      if instant.isDated { calendar.append(instant, to: &bytes) }
    case .uuid(let uuid): uuid.append(to: &bytes)
    }
  }

  /// Appends `true` or `false`.
  static func append(_ value: Bool, to bytes: inout [UInt8]) {
    append(value ? "true" : "false", to: &bytes)
  }

  /// Appends a few words of the format itself.
  static func append(_ word: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: word.utf8)
  }
}
