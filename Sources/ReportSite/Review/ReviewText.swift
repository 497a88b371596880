import Reports

/// The review's figures as people read them.
enum ReviewText {
  /// Money, scale 2.
  static func money(_ value: Int64) -> String { number(Int128(value), scale: 2) }

  /// A number with all its decimals.
  static func number(_ value: Int128, scale: Int) -> String {
    FigureText.grouped(ExactDecimal.text(value, scale: scale))
  }
}
