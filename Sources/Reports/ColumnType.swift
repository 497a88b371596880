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
