public import Values

/// Which rows of a table are asked for, and in which order.
public struct TableQuery: Hashable, Sendable {
  /// How a value is compared.
  public enum Comparison: String, CaseIterable, Hashable, Sendable {
    /// The text has this in it, in letters of any case.
    case contains
    /// It is this: the same number, day or, in letters of any case, text.
    case equals = "is"
    /// It is this number or more, this day or later.
    case atLeast = "at-least"
    /// It is this number or less, this day or earlier.
    case atMost = "at-most"
    /// There is no value.
    case isEmpty = "empty"
    /// There is a value.
    case isNotEmpty = "not-empty"

    /// Whether it compares with a value.
    public var takesValue: Bool { self != .isEmpty && self != .isNotEmpty }
  }

  /// What a row's value in a column must be.
  public struct Condition: Hashable, Sendable {
    /// The column's key.
    public var column: String
    /// How it is compared.
    public var comparison: Comparison
    /// With what; empty where nothing is compared.
    public var value: String

    /// A condition.
    public init(column: String, comparison: Comparison, value: String = "") {
      self.column = column
      self.comparison = comparison
      self.value = value
    }
  }

  /// By which column rows are ordered; the order of the file decides among equals, and rows without
  /// a value come last either way.
  public struct Order: Hashable, Sendable {
    /// The column's key.
    public var column: String
    /// Whether the largest comes first.
    public var descending: Bool

    /// An order.
    public init(column: String, descending: Bool = false) {
      self.column = column
      self.descending = descending
    }
  }

  /// What some text of the row must have in it; empty for anything.
  public var search: String
  /// What must hold, all of it.
  public var conditions: [Condition]
  /// The order; nil for that of the file.
  public var order: Order?
  /// Only rows of these stores; nil for all.
  public var stores: Set<UUIDBytes>?

  /// A query; without arguments it asks for all rows as they are.
  public init(
    search: String = "", conditions: [Condition] = [], order: Order? = nil,
    stores: Set<UUIDBytes>? = nil
  ) {
    self.search = search
    self.conditions = conditions
    self.order = order
    self.stores = stores
  }

  /// Whether it asks for every row.
  public var isAll: Bool { search.isEmpty && conditions.isEmpty && stores == nil }
}
