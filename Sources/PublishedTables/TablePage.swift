public import Publishing

/// Some rows of a table, one after another in the order asked for.
public struct TablePage: Hashable, Sendable {
  /// The values of each row in the order of the columns, as the file has them but for the guard of
  /// formulas; an empty text is no value.
  public var rows: [[String]]
  /// The number of the first of them among those asked for, from 0.
  public var first: Int
  /// How many rows there are that were asked for.
  public var count: Int
  /// The sums over all of those, by column.
  public var totals: [String: ControlTotal]
}
