import Reports

/// Figures as people read them.
public enum FigureText {
  /// All decimals, with commas between thousands.
  public static func grouped(_ value: Int128, scale: Int) -> String {
    let exact = ExactDecimal.text(value < 0 ? -value : value, scale: scale)
    let whole = exact.prefix { $0 != "." }
    var text = value < 0 ? "-" : ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text + exact.dropFirst(whole.count)
  }

  /// Money, scale 2.
  public static func money(_ value: Int64) -> String { grouped(Int128(value), scale: 2) }
}
