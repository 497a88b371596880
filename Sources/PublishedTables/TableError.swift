/// Why rows of a table cannot be given.
package enum TableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The table has no such column.
  case unknownColumn(String)
  /// The column's values cannot be compared in this way.
  case comparison(column: String, comparison: TableQuery.Comparison)
  /// A value that should be a number or a day is none.
  case value(column: String, value: String, expected: String)
  /// More rows than can be put in order.
  case tooManyToSort(limit: Int)
  /// A limited viewer asks for a table that does not say which row is of which store.
  case notByStore
  /// The file is not as its manifest says.
  case damaged(table: String, record: Int, reason: String)

  /// One sentence with what to do.
  package var description: String {
    switch self {
    case .unknownColumn(let key): "The table has no column '\(key)'."
    case .comparison(let column, let comparison):
      "'\(column)' cannot be compared by '\(comparison.rawValue)'."
    case .value(let column, let value, let expected):
      "'\(value)' is invalid for '\(column)': expected \(expected)."
    case .tooManyToSort(let limit):
      "More than \(limit) rows cannot be sorted here. Filter them, or download the file."
    case .notByStore:
      "This table adds up all stores. Only people who may see every store can see it."
    case .damaged(let table, let record, let reason):
      "Record \(record) of '\(table)' \(reason): verify the published files."
    }
  }
}
