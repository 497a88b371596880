public import Reports

/// A table that the stock book can give: its name and what its columns hold, in order.
///
/// A definition's table must have the same columns; titles and meanings are the definition's own.
public struct ComputedTable: Sendable {
  /// A column by its key and type.
  public struct Column: Sendable {
    /// The key.
    public var key: String
    /// What its values are.
    public var type: ColumnType
  }

  /// The name, for example `inventory-valuation.detail`.
  public let name: String
  /// The columns.
  public let columns: [Column]

  init(_ name: String, _ columns: KeyValuePairs<String, ColumnType>) {
    self.name = name
    self.columns = columns.map { Column(key: $0.key, type: $0.value) }
  }

  /// Every table that can be computed.
  public static let all: [ComputedTable] =
    InventoryValuation.tables + MovementSummary.tables + ReorderSuggestions.tables
    + LowStock.tables

  /// The table of a name.
  public static func named(_ name: String) -> ComputedTable? {
    all.first { $0.name == name }
  }
}

/// What a computation found out about its own figures, under the name of a definition's check.
public struct ComputedCheck: Sendable {
  /// The check's name.
  public var name: String
  /// Whether it holds.
  public var holds: Bool
  /// A sentence about what was found.
  public var detail: String

  init(_ name: String, holds: Bool, detail: String) {
    self.name = name
    self.holds = holds
    self.detail = detail
  }
}

/// One of the built-in reports over a finished book.
public protocol ReportComputation {
  /// The tables it gives.
  static var tables: [ComputedTable] { get }

  /// The names of the checks that it makes.
  static var checkNames: [String] { get }

  /// Gives the rows of a table, by its name, in order. The row is lent for the call.
  func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws

  /// What it found out about its own figures.
  func checks() -> [ComputedCheck]

  /// What it goes by, added up, as tables that are in no file: the query of a check can name them.
  func basis() -> [TableSummary]
}

extension ReportComputation {
  /// Nothing beside its tables.
  public func basis() -> [TableSummary] { [] }
}
