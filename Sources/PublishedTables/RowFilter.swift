import Values

/// A query's conditions, ready to be asked of each record.
struct RowFilter {
  private enum Test {
    case contains(Int, Needle)
    case text(Int, Needle)
    case number(Int, TableQuery.Comparison, Int128)
    case day(Int, TableQuery.Comparison, [UInt8])
    case presence(Int, isEmpty: Bool)
  }

  private let tests: [Test]
  private let search: (columns: [Int], needle: Needle)?
  private let store: Int?
  private let stores: Set<UUIDBytes>
  /// The last row's store, since rows of a store mostly lie together.
  private var lastStore: [UInt8] = []
  private var lastAllowed = false

  /// Throws `TableError` when the table has no such column, or a value cannot be compared with it.
  init(_ query: TableQuery, table: PublishedTable) throws(TableError) {
    var tests: [Test] = []
    for condition in query.conditions { tests.append(try Self.test(condition, table: table)) }
    self.tests = tests
    let isID = query.search.utf8.count >= 8
    search =
      query.search.isEmpty
      ? nil
      : (
        table.columns.indices.filter {
          table.columns[$0].kind == .text || isID && table.columns[$0].kind == .uuid
        }, Needle(query.search)
      )
    store = query.stores == nil ? nil : table.index(of: PublishedTable.storeColumn)
    if query.stores != nil, store == nil { throw .notByStore }
    stores = query.stores ?? []
  }

  private static func test(
    _ condition: TableQuery.Condition, table: PublishedTable
  ) throws(TableError) -> Test {
    guard let index = table.index(of: condition.column) else {
      throw .unknownColumn(condition.column)
    }
    let column = table.columns[index]
    let comparison = condition.comparison
    let value = condition.value
    func wrong(_ expected: String) -> TableError {
      .value(column: column.title, value: value, expected: expected)
    }
    switch (comparison, column.kind) {
    case (.isEmpty, _): return .presence(index, isEmpty: true)
    case (.isNotEmpty, _): return .presence(index, isEmpty: false)
    case (.contains, _): return .contains(index, Needle(value))
    case (_, .number):
      let plain = value.filter { $0 != "," && $0 != " " }
      guard let number = ExactDecimal.parse(plain, scale: SortKey.scale) else {
        throw wrong("a number such as 12.50")
      }
      return .number(index, comparison, number)
    case (_, .date), (_, .timestamp):
      guard let day = Day(value) else { throw wrong("a day such as 2026-11-21") }
      return .day(index, comparison, Array(day.description.utf8))
    case (.equals, _): return .text(index, Needle(value))
    default: throw .comparison(column: column.title, comparison: comparison)
    }
  }

  /// Whether the present record is asked for.
  mutating func allows(_ record: borrowing RecordReader) -> Bool {
    if let store, !allowsStore(record, record.fields[store]) { return false }
    for test in tests where !Self.holds(test, record) { return false }
    guard let search else { return true }
    return search.columns.contains { search.needle.isIn(record, record.fields[$0]) }
  }

  private mutating func allowsStore(
    _ record: borrowing RecordReader, _ field: RecordReader.Field
  ) -> Bool {
    let bytes = record.bytes[field.start..<field.end]
    if !lastStore.isEmpty, bytes.elementsEqual(lastStore) { return lastAllowed }
    lastStore = Array(bytes)
    lastAllowed = UUIDBytes(String(decoding: bytes, as: UTF8.self)).map(stores.contains) ?? false
    return lastAllowed
  }

  private static func holds(_ test: Test, _ record: borrowing RecordReader) -> Bool {
    switch test {
    case .contains(let index, let needle): return needle.isIn(record, record.fields[index])
    case .text(let index, let needle): return needle.equals(record, record.fields[index])
    case .presence(let index, let isEmpty): return record.fields[index].isEmpty == isEmpty
    case .number(let index, let comparison, let number):
      guard let found = SortKey.number(record, record.fields[index]) else { return false }
      return compare(found, comparison, number)
    case .day(let index, let comparison, let day):
      let field = record.fields[index]
      guard field.end - field.start >= 10 else { return false }
      let found = record.bytes[field.start..<field.start + 10]
      switch comparison {
      case .atLeast: return !found.lexicographicallyPrecedes(day)
      case .atMost: return !day.lexicographicallyPrecedes(found)
      default: return found.elementsEqual(day)
      }
    }
  }

  private static func compare(
    _ found: Int128, _ comparison: TableQuery.Comparison, _ number: Int128
  ) -> Bool {
    switch comparison {
    case .atLeast: found >= number
    case .atMost: found <= number
    default: found == number
    }
  }
}

extension PublishedTable {
  /// Throws `TableError` for a query that does not fit the table; reads no row.
  package func check(_ query: TableQuery) throws(TableError) {
    _ = try RowFilter(query, table: self)
    if let order = query.order, index(of: order.column) == nil {
      throw .unknownColumn(order.column)
    }
  }
}
