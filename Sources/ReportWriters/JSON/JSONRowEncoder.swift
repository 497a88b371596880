public import Reports
public import Values

/// The rows of one table as JSON objects, keys in column order.
///
/// No String and no array for a cell.
public struct JSONRowEncoder: Sendable {
  private let calendar: BusinessCalendar
  private let scales: [Int]
  /// What stands before each value: `{"key":` or `,"key":`.
  private let keys: [[UInt8]]

  /// An encoder for the rows of a table.
  public init(table: TableDefinition, calendar: BusinessCalendar) {
    self.calendar = calendar
    scales = table.columns.map { $0.type.scale ?? 0 }
    keys = table.columns.enumerated().map { index, column in
      var bytes: [UInt8] = []
      ValueText.append(index == 0 ? "{" : ",", to: &bytes)
      JSONString.append(column.key, to: &bytes)
      ValueText.append(":", to: &bytes)
      return bytes
    }
  }

  /// Appends a row as one object on one line.
  public func append(_ row: RowBuffer, to bytes: inout [UInt8]) {
    let texts = row.textBytes.span
    for index in row.cells.indices {
      bytes.append(contentsOf: keys[index])
      append(cell: index, of: row, texts, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(
    cell index: Int, of row: RowBuffer, _ texts: Span<UInt8>, to bytes: inout [UInt8]
  ) {
    switch row.cells[index] {
    case .null:
      ValueText.append("null", to: &bytes)
    case .text(let start, let count):
      JSONString.append(texts.extracting(Int(start)..<Int(start + count)), to: &bytes)
    case .timestamp(let instant) where !instant.isDated:
      ValueText.append("null", to: &bytes)
    case .number, .boolean:
      ValueText.append(row, index, scale: scales[index], calendar: calendar, to: &bytes)
    case .date, .timestamp, .uuid:
      bytes.append(UInt8(ascii: "\""))
      ValueText.append(row, index, scale: 0, calendar: calendar, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
  }
}
