import Reports

/// The rows of one table as CSV.
///
/// No String and no array for a cell.
struct CSVRowEncoder {
  private let table: TableDefinition
  private let calendar: BusinessCalendar
  private let scales: [Int]
  private let guarded: [Bool]

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")

  init(table: TableDefinition, calendar: BusinessCalendar, formulaGuard: Bool) {
    self.table = table
    self.calendar = calendar
    scales = table.columns.map { $0.type.scale ?? 0 }
    guarded = table.columns.map { formulaGuard && ($0.type == .text || $0.type == .code) }
  }

  /// Appends the header row of the column keys.
  func appendHeader(to bytes: inout [UInt8]) {
    for (index, column) in table.columns.enumerated() {
      if index > 0 { bytes.append(Self.comma) }
      Self.append(field: Array(column.key.utf8)[...], guarded: false, to: &bytes)
    }
    Self.endRow(&bytes)
  }

  /// Appends a row.
  func append(_ row: RowBuffer, to bytes: inout [UInt8]) {
    let start = bytes.count
    for index in row.cells.indices {
      if index > 0 { bytes.append(Self.comma) }
      if case .text(let start, let count) = row.cells[index] {
        Self.append(
          field: row.text(start: start, count: count), guarded: guarded[index], to: &bytes)
      } else {
        CellText.append(row, index, scale: scales[index], calendar: calendar, to: &bytes)
      }
    }
    // A line with nothing in it is skipped by many readers.
    if bytes.count == start { bytes.append(contentsOf: [Self.quote, Self.quote]) }
    Self.endRow(&bytes)
  }

  private static func append(
    field: ArraySlice<UInt8>, guarded: Bool, to bytes: inout [UInt8]
  ) {
    guard let first = field.first else { return }
    let apostrophe = guarded && startsFormula(first)
    guard field.contains(where: needsQuotes) else {
      if apostrophe { bytes.append(UInt8(ascii: "'")) }
      bytes.append(contentsOf: field)
      return
    }
    bytes.append(quote)
    if apostrophe { bytes.append(UInt8(ascii: "'")) }
    for byte in field {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == quote || byte == comma || byte == 0x0A || byte == 0x0D
  }

  /// What a spreadsheet takes for the beginning of a formula, or drops before one.
  private static func startsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A,
      0x0D:
      true
    default:
      false
    }
  }

  private static func endRow(_ bytes: inout [UInt8]) {
    bytes.append(0x0D)
    bytes.append(0x0A)
  }
}
