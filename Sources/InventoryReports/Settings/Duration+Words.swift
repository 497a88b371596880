import Foundation

extension Duration {
  /// Whole seconds, minutes, hours or days as people write them: `90s`, `10min`, `1h`, `3d`; nil for anything
  /// else.
  init?(words text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["s": 1, "min": 60, "m": 60, "h": 3_600, "d": 86_400]
    let unit = text.dropFirst(digits.count).trimmingCharacters(in: .whitespaces)
    guard let number = Int(digits), number <= 100_000, let seconds = units[unit] else { return nil }
    self = .seconds(number * seconds)
  }

  /// Whole seconds in the largest of these units that they are whole in; days from three on.
  var words: String {
    let seconds = components.seconds
    let units: [(name: String, size: Int64, least: Int64)] = [
      ("d", 86_400, 3), ("h", 3_600, 1), ("min", 60, 1),
    ]
    for unit in units where seconds % unit.size == 0 && seconds >= unit.least * unit.size {
      return "\(seconds / unit.size)\(unit.name)"
    }
    return "\(seconds)s"
  }
}
