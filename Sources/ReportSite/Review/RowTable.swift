import Reports

/// Rows that the API gives: each column once, with its key, its type and how an item gives its value.
///
/// The description of the API is written from it (`schema`).
struct RowTable<Item>: Sendable {
  private struct Cell: Sendable {
    var isOptional: Bool
    var words: [String]
    var append: @Sendable (Item, inout RowBuffer) -> Void
  }

  /// The columns.
  private(set) var definition: TableDefinition
  private var cells: [Cell] = []

  /// A table whose columns `declare` adds, in order.
  init(_ key: String, _ title: String, _ declare: (inout RowTable) -> Void) {
    definition = TableDefinition(
      key: key, title: title, source: .computation("review"), columns: [])
    declare(&self)
  }

  /// Adds a column; of one that has but a few `words`, which.
  mutating func column<Value: RowValue>(
    _ key: String, _ type: ColumnType, _ title: String, _ meaning: String = "",
    words: [String] = [], _ value: @escaping @Sendable (Item) -> Value
  ) {
    definition.columns.append(Column(key: key, type: type, title: title, meaning: meaning))
    cells.append(
      Cell(isOptional: Value.isOptional, words: words) { item, row in
        value(item).append(to: &row)
      })
  }

  /// Makes a row of an item.
  func fill(_ row: inout RowBuffer, _ item: Item) {
    row.removeAll()
    for cell in cells { cell.append(item, &row) }
  }

  /// The row of an item.
  func row(_ item: Item) -> RowBuffer {
    var row = RowBuffer()
    fill(&row, item)
    return row
  }

  /// What the description of the API says of a row.
  var schema: RowSchema {
    RowSchema(
      properties: zip(definition.columns, cells).map { column, cell in
        RowSchema.Property(
          key: column.key, type: column.type, isOptional: cell.isOptional, words: cell.words,
          meaning: column.meaning)
      }, required: definition.columns.map(\.key))
  }
}

/// A value of a cell.
protocol RowValue: SendableMetatype {
  /// Whether there may be none.
  static var isOptional: Bool { get }
  func append(to row: inout RowBuffer)
}

extension RowValue {
  static var isOptional: Bool { false }
}

extension Int: RowValue {
  func append(to row: inout RowBuffer) { row.append(.number(Int128(self))) }
}

extension Int64: RowValue {
  func append(to row: inout RowBuffer) { row.append(.number(Int128(self))) }
}

extension Int128: RowValue {
  func append(to row: inout RowBuffer) { row.append(.number(self)) }
}

extension String: RowValue {
  func append(to row: inout RowBuffer) { row.append(text: self) }
}

extension Bool: RowValue {
  func append(to row: inout RowBuffer) { row.append(.boolean(self)) }
}

extension Day: RowValue {
  func append(to row: inout RowBuffer) { row.append(.date(self)) }
}

extension Instant: RowValue {
  func append(to row: inout RowBuffer) { row.append(.timestamp(self)) }
}

extension UUIDBytes: RowValue {
  func append(to row: inout RowBuffer) { row.append(.uuid(self)) }
}

extension Optional: RowValue where Wrapped: RowValue {
  static var isOptional: Bool { true }
  func append(to row: inout RowBuffer) {
    if let self { self.append(to: &row) } else { row.append(.null) }
  }
}
