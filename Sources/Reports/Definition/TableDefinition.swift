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

/// One column of a table: an interface to the programs that read the files, and words for people.
public struct Column: Hashable, Sendable {
  /// What a reader learns from a column of what goods cost.
  public enum Reveals: String, CaseIterable, Hashable, Sendable {
    /// A cost, or something that tells one with the other columns: no edition has it.
    case cost
    /// Nothing, whatever words it has: an edition may have it although it is text.
    case nothing
  }

  /// The name in CSV and JSON, which never changes once published.
  public var key: String
  /// What its values are.
  public var type: ColumnType
  /// The heading in a workbook.
  public var title: String
  /// What it means, for `About` and the data package.
  public var meaning: String
  /// Whether the column is summed: per unit for a quantity, over all rows for anything else.
  public var totalled: Bool
  /// Whether a workbook folds it away, as it does with every UUID: it is for programs, not for people.
  public var isFolded: Bool
  /// What it says of costs; nil where the definition does not say.
  public var reveals: Reveals?

  /// A column.
  public init(
    key: String, type: ColumnType, title: String, meaning: String = "", totalled: Bool = false,
    isFolded: Bool = false, reveals: Reveals? = nil
  ) {
    self.key = key
    self.type = type
    self.title = title
    self.meaning = meaning
    self.totalled = totalled
    self.isFolded = isFolded || type == .uuid
    self.reveals = reveals
  }
}

/// What the values of a column are, which decides their form in every file.
public enum ColumnType: Hashable, Sendable {
  /// Words for people.
  case text
  /// A code that only looks like a number: SKU, barcode, number of an order. Always text.
  case code
  /// A quantity of goods, 3 decimals, in the unit of its row.
  case quantity
  /// An amount in the report's currency, 2 decimals.
  case money
  /// A price of one unit in the report's currency, 2 decimals.
  case price
  /// A share or margin, 4 decimals: `0.2500` is 25 %.
  case ratio
  /// A whole number.
  case integer
  /// A number of a stated scale, for example days of cover with 1 decimal.
  case decimal(scale: Int)
  /// A calendar day.
  case date
  /// A point in time, shown in the report's time zone.
  case timestamp
  /// True or false.
  case boolean
  /// A UUID.
  case uuid

  /// Digits after the point; nil for what is not a number.
  public var scale: Int? {
    switch self {
    case .quantity: 3
    case .money, .price: 2
    case .ratio: 4
    case .integer: 0
    case .decimal(let scale): scale
    case .text, .code, .date, .timestamp, .boolean, .uuid: nil
    }
  }

  /// The word for it in a definition.
  public var name: String {
    switch self {
    case .text: "text"
    case .code: "code"
    case .quantity: "quantity"
    case .money: "money"
    case .price: "price"
    case .ratio: "ratio"
    case .integer: "integer"
    case .decimal: "decimal"
    case .date: "date"
    case .timestamp: "timestamp"
    case .boolean: "boolean"
    case .uuid: "uuid"
    }
  }
}
