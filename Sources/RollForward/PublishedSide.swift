import PublishedTables
import Values

/// By store or by category: what a table of the valuation and one of the roll-forward name their rows
/// by.
struct PublishedSide {
  /// What a row is told by: its key, or where it has none its name.
  struct Key: Hashable {
    var key: String
    var name: String
  }

  /// A row of a published table.
  struct Row {
    var key: Key
    var name: String
    var opening: Int128
    /// In the order of `MonthFigures.summed`.
    var sums: [Int128]
    var closing: Int128
  }

  let keyColumn: String
  let nameColumn: String
  /// What the row of all is called, which has no key.
  let everything: String

  static let stores = PublishedSide(
    keyColumn: "store_id", nameColumn: "store_name", everything: "(all stores)")
  static let categories = PublishedSide(
    keyColumn: "category_key", nameColumn: "category_name", everything: "(all categories)")

  /// The key of a row; nil for the one of all.
  func key(_ key: String, name: String) -> Key? {
    if key.isEmpty, name == everything { return nil }
    return Key(key: key, name: key.isEmpty ? name : "")
  }

  /// By name, then key, each by its bytes.
  static func areInOrder(
    _ left: (name: String, key: String), _ right: (name: String, key: String)
  ) -> Bool {
    left.name.utf8.elementsEqual(right.name.utf8)
      ? left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
      : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  /// What a store or a category closed with.
  struct Closing {
    var key: Key
    var name: String
    var value: Int128
  }

  /// Reads what a valuation closed with, without the row of all; one of an earlier version has less.
  func closings(of table: PublishedTable) throws -> [Closing] {
    let places = try [keyColumn, nameColumn, "closing_value"].map { try table.place(of: $0) }
    var closings: [Closing] = []
    var record = 0
    try table.forEachRow { cells in
      record += 1
      let value = try table.money(cells[places[2]], record: record)
      let name = cells[places[1]]
      guard let key = key(cells[places[0]], name: name) else { return }
      closings.append(Closing(key: key, name: name, value: value))
    }
    return closings
  }

  /// Reads the rows of one valuation, without that of all.
  func rows(of table: PublishedTable) throws -> [Row] {
    let places = try [keyColumn, nameColumn, "opening_value", "closing_value"].map {
      try table.place(of: $0)
    }
    let summed = try MonthFigures.summed.map { try table.place(of: $0) }
    var rows: [Row] = []
    var record = 0
    try table.forEachRow { cells in
      record += 1
      func money(_ place: Int) throws -> Int128 {
        try table.money(cells[place], record: record)
      }
      let name = cells[places[1]]
      guard let key = key(cells[places[0]], name: name) else { return }
      rows.append(
        Row(
          key: key, name: name, opening: try money(places[2]), sums: try summed.map(money),
          closing: try money(places[3])))
    }
    return rows
  }
}

extension PublishedTable {
  /// The place of a column that must be there.
  func place(of key: String) throws -> Int {
    guard let place = index(of: key) else { throw TableError.unknownColumn(key) }
    return place
  }

  /// An amount that must be there.
  fileprivate func money(_ cell: String, record: Int) throws -> Int128 {
    guard let value = ExactDecimal.parse(cell, scale: 2) else {
      throw TableError.damaged(
        table: key, record: record, reason: "has '\(cell)' for an amount")
    }
    return value
  }
}
