import Values

/// The review's figures as people read them.
enum ReviewText {
  /// Money, scale 2.
  static func money(_ value: some BinaryInteger) -> String { number(Int128(value), scale: 2) }

  /// `1 line` or `2 lines`.
  static func count(_ count: Int, _ what: String) -> String {
    count == 1 ? "1 \(what)" : "\(count) \(what)s"
  }

  /// A number with all its decimals.
  static func number(_ value: Int128, scale: Int) -> String {
    FigureText.grouped(ExactDecimal.text(value, scale: scale))
  }
}
