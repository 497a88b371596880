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
}
