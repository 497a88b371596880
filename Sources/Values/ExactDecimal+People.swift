extension ExactDecimal {
  /// The decimal without idle zeros: `24`, `0.5`.
  public static func shortText(_ value: Int128, scale: Int) -> String {
    var text = text(value, scale: scale)
    guard scale > 0 else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// A decimal's text with a comma after each three digits: `-1,234.50`; another text as it is.
  public static func grouped(_ number: some StringProtocol) -> String {
    let point = number.firstIndex(of: ".") ?? number.endIndex
    let isNegative = number.first == "-"
    let digits = number[..<point].drop { $0 == "-" }
    guard digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
      return String(number)
    }
    var text = isNegative ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text + number[point...]
  }
}
