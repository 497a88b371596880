/// One table of a report: where its rows come from and what its columns are.
public struct TableDefinition: Hashable, Sendable {
  /// Where the rows come from.
  public enum Source: Hashable, Sendable {
    /// A table computed from the stock book, by its name such as `inventory-valuation.detail`.
    case computation(String)
    /// A query in a file of the report's folder.
    case query(file: String)
  }

  /// The name in file names and JSON.
  public var key: String
  /// The name of its sheet.
  public var title: String
  /// Where the rows come from.
  public var source: Source
  /// The columns, in order.
  public var columns: [Column]

  /// A table.
  public init(key: String, title: String, source: Source, columns: [Column]) {
    self.key = key
    self.title = title
    self.source = source
    self.columns = columns
  }

  /// The place of a column among the columns.
  public func index(of key: String) -> Int? {
    columns.firstIndex { $0.key == key }
  }

  /// The column of ids beside a column of names: `store_id` for `store_name`, `key` for `name`.
  public func idIndex(ofNames column: Int) -> Int? {
    let name = columns[column].key
    if name == "name" { return index(of: "key") }
    return name.hasSuffix("_name") ? index(of: name.dropLast(4) + "id") : nil
  }

  /// The column that names the unit of the table's quantities.
  public var unitIndex: Int? { index(of: "unit") }
}
