package import Values

/// Which rows of a table are asked for, and in which order.
package struct TableQuery: Hashable, Sendable {
  /// How a value is compared.
  package enum Comparison: String, CaseIterable, Hashable, Sendable {
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
    package var takesValue: Bool { self != .isEmpty && self != .isNotEmpty }
  }

  /// What a row's value in a column must be.
  package struct Condition: Hashable, Sendable {
    package var column: String
    /// How it is compared.
    package var comparison: Comparison
    /// With what; empty where nothing is compared.
    package var value: String

    package init(column: String, comparison: Comparison, value: String = "") {
      self.column = column
      self.comparison = comparison
      self.value = value
    }
  }

  /// By which column rows are ordered; the order of the file decides among equals, and rows without
  /// a value come last either way.
  package struct Order: Hashable, Sendable {
    package var column: String
    /// Whether the largest comes first.
    package var descending: Bool

    package init(column: String, descending: Bool = false) {
      self.column = column
      self.descending = descending
    }
  }

  /// What some text of the row must have in it; empty for anything.
  package var search: String
  /// What must hold, all of it.
  package var conditions: [Condition]
  /// The order; nil for that of the file.
  package var order: Order?
  /// Only rows of these stores; nil for all.
  package var stores: Set<UUIDBytes>?

  /// A query; without arguments it asks for all rows as they are.
  package init(
    search: String = "", conditions: [Condition] = [], order: Order? = nil,
    stores: Set<UUIDBytes>? = nil
  ) {
    self.search = search
    self.conditions = conditions
    self.order = order
    self.stores = stores
  }

  /// Whether it asks for every row.
  package var isAll: Bool { search.isEmpty && conditions.isEmpty && stores == nil }
}
