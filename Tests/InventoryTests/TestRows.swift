import Inventory
import Reports
import Testing
import Values

/// A row of a table by its column keys, each cell as CSV shows it; empty for no value.
typealias TestRow = [String: String]

extension ReportComputation {
  /// The rows of a table of this report by the last part of its name.
  func rows(_ key: String) throws -> [TestRow] {
    let table = try #require(Self.tables.first { $0.name == key })
    var rows: [TestRow] = []
    try emit(table.name) { buffer in
      #expect(buffer.cells.count == table.columns.count)
      var row: TestRow = [:]
      for (place, column) in table.columns.enumerated() {
        row[column.key] = text(buffer, place, column.type)
      }
      rows.append(row)
    }
    return rows
  }

  /// All tables of this report as text.
  func allRows() throws -> [String: [TestRow]] {
    var tables: [String: [TestRow]] = [:]
    for table in Self.tables { tables[table.name] = try rows(table.name) }
    return tables
  }

  private func text(_ row: RowBuffer, _ place: Int, _ type: ColumnType) -> String {
    switch row.cells[place] {
    case .null: ""
    case .text: row.string(place) ?? ""
    case .number(let number): ExactDecimal.text(number, scale: type.scale ?? 0)
    case .boolean(let flag): "\(flag)"
    case .date(let day): "\(day)"
    case .timestamp(let instant): "\(instant)"
    case .uuid(let id): "\(id)"
    }
  }
}

extension TestRow {
  /// A figure as an integer at its column's scale; nil for an empty cell.
  func figure(_ key: String) -> Int128? {
    guard let text = self[key], !text.isEmpty else { return nil }
    let decimals = text.split(separator: ".")
    return ExactDecimal.parse(text, scale: decimals.count == 2 ? decimals[1].count : 0)
  }

  /// The row with only these cells.
  func only(_ keys: [String]) -> TestRow { filter { keys.contains($0.key) } }

  /// The row without these cells.
  func without(_ keys: String...) -> TestRow { filter { !keys.contains($0.key) } }
}

extension [TestRow] {
  /// The sum of a column; empty cells count nothing.
  func sum(_ key: String) -> Int128 { reduce(0) { $0 + ($1.figure(key) ?? 0) } }

  /// The rows of a store, or those of no store for nil.
  func of(_ store: UUIDBytes) -> [TestRow] { filter { $0["store_id"] == store.description } }
}
