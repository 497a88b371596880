import Reports

/// Checks a row once for all writers, so that none of them can write half a truth.
enum RowCheck {
  /// Throws when a row does not fit its table.
  ///
  /// Rows count from 1.
  static func check(
    _ row: RowBuffer, of table: TableDefinition, number: Int
  ) throws(ReportWriteError) {
    guard row.cells.count == table.columns.count else {
      throw .cellCount(
        table: table.key, row: number, expected: table.columns.count, found: row.cells.count)
    }
    for index in row.cells.indices {
      guard fits(row.cells[index], table.columns[index].type) else {
        throw .cellType(table: table.key, column: table.columns[index].key, row: number)
      }
    }
    guard isUTF8(row) else { throw .notUTF8(table: table.key, row: number) }
  }

  private static func fits(_ cell: Cell, _ type: ColumnType) -> Bool {
    switch cell {
    case .null: true
    case .text: type == .text || type == .code
    case .number: type.scale != nil
    case .boolean: type == .boolean
    case .date: type == .date
    case .timestamp: type == .timestamp
    case .uuid: type == .uuid
    }
  }

  private static func isUTF8(_ row: RowBuffer) -> Bool {
    guard row.textBytes.contains(where: { $0 >= 0x80 }) else { return true }
    guard (try? UTF8Span(validating: row.textBytes.span)) != nil else { return false }
    // Each text for itself, too: none begins in the middle of a character.
    return row.cells.allSatisfy { cell in
      guard case .text(let start, let count) = cell, count > 0 else { return true }
      return row.textBytes[Int(start)] & 0xC0 != 0x80
    }
  }
}
