import Values
import Yams

extension ReorderPolicy {
  /// Ten thousand days are 27 years: more is a slip of the pen.
  private static let days = 0...10_000

  /// The terms that a map sets; a problem for each bad value.
  static func changes(_ node: LoadingNode) -> Changes? {
    let keys = [
      "lead_time_days", "lead_time_std_days", "review_days", "service_level", "pack_size",
      "min_order_quantity", "rule",
    ]
    guard let map = LoadingMap(node, keys: keys) else { return nil }
    var changes = Changes()
    changes.leadTimeDays = map["lead_time_days"].flatMap { $0.integer(in: days) }
    changes.leadTimeStdDays = map["lead_time_std_days"].flatMap { $0.decimal(scale: 6, from: 0) }
    changes.reviewDays = map["review_days"].flatMap { $0.integer(in: days) }
    changes.serviceLevel = map["service_level"].flatMap { $0.serviceLevel() }
    changes.packSize = map["pack_size"].flatMap { $0.decimal(scale: 3, from: 1) }
    changes.minOrderQuantity = map["min_order_quantity"].flatMap { $0.decimal(scale: 3, from: 0) }
    changes.rule = map["rule"]?.word(of: Rule.allCases.map(\.rawValue), what: "rule")
      .flatMap(Rule.init(rawValue:))
    return changes
  }
}

extension LoadingNode {
  /// A key of a map whose keys are names or ids, with its value.
  struct Entry {
    var name: String
    var line: Int
    var value: LoadingNode
  }

  /// The entries of a map whose keys a person chooses; nil, with a problem, for what is no map.
  func entries(of what: String) -> [Entry]? {
    guard let mapping = node.mapping else {
      problem("must be a map", remedy: "its keys are \(what)")
      return nil
    }
    return mapping.compactMap { key, value in
      let name = key.scalar?.string.trimmingSpace() ?? ""
      if name.isEmpty {
        problem("has a key that is not a name", remedy: "put the name in quotes")
        return nil
      }
      return Entry(name: name, line: key.mark?.line ?? 0, value: child(name, value))
    }
  }

  /// A decimal kept as an integer of the scale, of at least `least` and below ten million, which
  /// is what the database's own quantities stay below.
  func decimal(scale: Int, from least: Int64) -> Int64? {
    let most = ExactDecimal.powerOfTen(scale + 7)
    guard let text = scalarText, let value = ExactDecimal.parse(text, scale: scale),
      value >= Int128(least), value < most
    else {
      let limit = least == 0 ? "of at least 0" : "above 0"
      problem("must be a number \(limit), below 10000000, with at most \(scale) decimals")
      return nil
    }
    return Int64(value)
  }

  /// A chance strictly between 0 and 1, at scale 6.
  func serviceLevel() -> Int64? {
    guard let text = scalarText, let value = ExactDecimal.parse(text, scale: 6),
      value > 0, value < 1_000_000
    else {
      problem(
        "must lie between 0 and 1, both excluded, with at most 6 decimals", remedy: "95 % is 0.95")
      return nil
    }
    return Int64(value)
  }

  /// A date.
  func day() -> Day? {
    guard let text = text() else { return nil }
    if let day = Day(text) { return day }
    problem("is '\(text)', which is not a date", remedy: "write it as YYYY-MM-DD")
    return nil
  }
}
