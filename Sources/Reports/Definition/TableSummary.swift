/// What a table adds up to, kept while its rows pass: exact, and the same for every file.
public struct TableSummary: Sendable {
  /// The sum of one column.
  public enum Total: Hashable, Sendable {
    /// Over all rows, at the column's scale.
    case overall(Int128)
    /// For each unit of measure, in the order of their bytes, at the column's scale.
    case byUnit([UnitTotal])
  }

  /// The sum of a quantity in one unit of measure.
  public struct UnitTotal: Hashable, Sendable {
    /// The unit, as the rows name it.
    public var unit: String
    /// The sum, at the column's scale.
    public var sum: Int128

    /// A sum in a unit.
    public init(unit: String, sum: Int128) {
      self.unit = unit
      self.sum = sum
    }
  }

  /// The table.
  public var table: TableDefinition
  /// How many rows passed.
  public var rows: Int
  /// The total of each totalled column, by the column's place.
  public var totals: [Int: Total]
  /// The units of its quantities, that of most rows first.
  public var unitsByRows: [String]

  /// A summary.
  public init(
    table: TableDefinition, rows: Int, totals: [Int: Total], unitsByRows: [String] = []
  ) {
    self.table = table
    self.rows = rows
    self.totals = totals
    self.unitsByRows = unitsByRows
  }
}
