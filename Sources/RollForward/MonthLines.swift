import Inventory
import Reports
import Values

/// A store's month, or that of all stores, or their year.
struct StoreMonthLine: TableLine {
  /// `2026-11`, or the whole year's name.
  var month: String
  /// The month's number in the fiscal year; nil for the year.
  var period: Int?
  /// Nil for all.
  var store: UUIDBytes?
  var name: String
  var figures: MonthFigures
  var days: Int
  var source: String?

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("month", .text) { $0.month }
    columns.column("fiscal_period", .integer) { $0.period }
    columns.column("store_id", .uuid) { $0.store }
    columns.column("store_name", .text) { $0.name.orNone }
    MonthFigures.declare(&columns) { $0.figures }
    columns.column("days", .integer) { $0.days }
    columns.column("source", .text) { $0.source }
  }

  static func lines(
    _ reading: RollForwardReading, name: String, joins: Bool
  ) -> [StoreMonthLine] {
    RolledLine.all(reading.stores, reading.shown, .stores, name: name, joins: joins).map {
      StoreMonthLine(
        month: $0.month, period: $0.period, store: UUIDBytes($0.key), name: $0.name,
        figures: $0.figures, days: $0.days, source: $0.source)
    }
  }
}

/// A category's month, or that of all categories, or their year.
struct CategoryMonthLine: TableLine {
  /// `2026-11`, or the whole year's name.
  var month: String
  /// The month's number in the fiscal year; nil for the year.
  var period: Int?
  /// Empty for none, and for all.
  var key: String
  var name: String
  var figures: MonthFigures
  var days: Int
  var source: String?

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("month", .text) { $0.month }
    columns.column("fiscal_period", .integer) { $0.period }
    columns.column("category_key", .code) { $0.key.orNone }
    columns.column("category_name", .text) { $0.name }
    MonthFigures.declare(&columns) { $0.figures }
    columns.column("days", .integer) { $0.days }
    columns.column("source", .text) { $0.source }
  }

  static func lines(
    _ reading: RollForwardReading, name: String, joins: Bool
  ) -> [CategoryMonthLine] {
    RolledLine.all(reading.categories, reading.shown, .categories, name: name, joins: joins).map {
      CategoryMonthLine(
        month: $0.month, period: $0.period, key: $0.key, name: $0.name, figures: $0.figures,
        days: $0.days, source: $0.source)
    }
  }
}

/// A line of either side.
struct RolledLine {
  var month: String
  var period: Int?
  var key: String
  var name: String
  var figures: MonthFigures
  var days: Int
  var source: String?

  /// The lines of each month by name and key, after each that of all, and at the end the year's, which
  /// has no sums unless each month `joins` the one before it.
  static func all(
    _ rolled: [RolledMonth], _ shown: [RollForward.ShownMonth], _ side: PublishedSide,
    name: String, joins: Bool
  ) -> [RolledLine] {
    guard !shown.isEmpty else { return [] }
    var lines: [RolledLine] = []
    func add(
      _ month: RolledMonth, name: String, period: Int?, days: Int, source: String?
    ) {
      let sorted = month.rows.sorted {
        PublishedSide.areInOrder(($0.value.name, $0.key.key), ($1.value.name, $1.key.key))
      }
      lines += sorted.map {
        RolledLine(
          month: name, period: period, key: $0.key.key, name: $0.value.name,
          figures: $0.value.figures, days: days, source: source)
      }
      lines.append(
        RolledLine(
          month: name, period: period, key: "", name: side.everything,
          figures: month.all(isKnown: source != nil), days: days, source: source))
    }
    for (month, shown) in zip(rolled, shown) {
      add(
        month, name: shown.month.name, period: shown.month.period, days: shown.month.days,
        source: shown.source.text)
    }
    let sources = shown.map(\.source)
    add(
      RolledMonth(yearOf: rolled, joins: joins), name: name, period: nil,
      days: shown.map(\.month.days).reduce(0, +),
      source: sources.contains(.incomplete)
        ? nil : sources.contains(.copied) ? "copied" : "days")
    return lines
  }
}

/// A valuation of a store that was issued more than once.
struct RestatementLine: TableLine {
  var period: Day
  var store: UUIDBytes?
  var name: String
  /// The closing value of the first final issue, and of the present one.
  var first: Int128 = 0
  var present: Int128 = 0
  var issues: Int

  init(period: Day, store: UUIDBytes?, name: String, issues: Int) {
    self.period = period
    self.store = store
    self.name = name
    self.issues = issues
  }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("period", .date) { $0.period }
    columns.column("store_id", .uuid) { $0.store }
    columns.column("store_name", .text) { $0.name.orNone }
    columns.column("first_value", .money) { $0.first }
    columns.column("present_value", .money) { $0.present }
    columns.column("difference", .money) { $0.present - $0.first }
    columns.column("issues", .integer) { $0.issues }
  }
}
