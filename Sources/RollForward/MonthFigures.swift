import Inventory
import Reports

/// What a month's rows have: money with two decimals, nil where it is not known.
struct MonthFigures {
  /// The columns that the days of the valuation have as well, in order.
  static let summed = [
    "purchases", "sales", "adjustments", "transfers", "other", "cost_changes", "rounding",
    "adjusted_up", "adjusted_down",
  ]
  /// How many of them are effects; the others are memoranda.
  static let effects = 7

  var opening: Int128? = 0
  /// The sums of the days, in the order of `summed`.
  var sums: [Int128?] = Array(repeating: 0, count: summed.count)
  var late: Int128? = 0
  var closing: Int128? = 0

  /// Whether opening, effects and late entries come to the closing; nil where one is not known.
  var closes: Bool? {
    var sum: Int128 = 0
    for part in [opening, late] + sums.prefix(Self.effects) {
      guard let part else { return nil }
      sum += part
    }
    return closing.map { $0 == sum }
  }

  /// Adds figures of another row; what is not known stays so.
  static func += (left: inout MonthFigures, right: MonthFigures) {
    left.opening = sum(left.opening, right.opening)
    left.closing = sum(left.closing, right.closing)
    left.addFlows(right)
  }

  /// Adds what happened, without opening and closing.
  mutating func addFlows(_ other: MonthFigures) {
    late = Self.sum(late, other.late)
    for place in sums.indices { sums[place] = Self.sum(sums[place], other.sums[place]) }
  }

  private static func sum(_ left: Int128?, _ right: Int128?) -> Int128? {
    guard let left, let right else { return nil }
    return left + right
  }

  /// Nothing is known of it.
  static var unknown: MonthFigures {
    MonthFigures(
      opening: nil, sums: Array(repeating: nil, count: summed.count), late: nil, closing: nil)
  }

  static func declare<Line>(
    _ columns: inout some ColumnSink<Line>, of figures: (Line) -> MonthFigures
  ) {
    columns.column("opening_value", .money) { figures($0).opening }
    for (place, key) in summed.prefix(effects).enumerated() {
      columns.column(key, .money) { figures($0).sums[place] }
    }
    columns.column("late_entries", .money) { figures($0).late }
    columns.column("closing_value", .money) { figures($0).closing }
    for (place, key) in summed.enumerated().dropFirst(effects) {
      columns.column(key, .money) { figures($0).sums[place] }
    }
  }
}
