public import Reports
public import Values

/// The rows of one table as CSV: RFC 4180, CRLF.
///
/// No String and no array for a cell.
public struct CSVRowEncoder: Sendable {
  private let table: TableDefinition
  private let calendar: BusinessCalendar
  private let scales: [Int]
  private let guarded: [Bool]

  /// An encoder for the rows of a table; with a guard, text that a spreadsheet would take for a formula
  /// gets a leading `'`.
  public init(table: TableDefinition, calendar: BusinessCalendar, formulaGuard: Bool) {
    self.table = table
    self.calendar = calendar
    scales = table.columns.map { $0.type.scale ?? 0 }
    guarded = table.columns.map { formulaGuard && ($0.type == .text || $0.type == .code) }
  }

  /// Appends the header row of the column keys.
  public func appendHeader(to bytes: inout [UInt8]) {
    CSVField.append(record: table.columns.map(\.key), to: &bytes)
  }

  /// Appends a row.
  public func append(_ row: RowBuffer, to bytes: inout [UInt8]) {
    let start = bytes.count
    let texts = row.textBytes.span
    for index in row.cells.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if case .text(let start, let count) = row.cells[index] {
        CSVField.append(
          texts.extracting(Int(start)..<Int(start + count)), guarded: guarded[index], to: &bytes)
      } else {
        ValueText.append(row, index, scale: scales[index], calendar: calendar, to: &bytes)
      }
    }
    // A line with nothing in it is skipped by many readers.
    if bytes.count == start { bytes.append(contentsOf: "\"\"".utf8) }
    CSVField.endRecord(&bytes)
  }
}
