/// Arithmetic and text of decimals kept as integers: a value times ten to the power of its scale.
///
/// Quantities have scale 3 (`5.000` is 5000), money scale 2. Sums are Int128, whose 38 digits no
/// ledger reaches.
public enum ExactDecimal {
  /// Ten to the power of 0...38.
  public static func powerOfTen(_ exponent: Int) -> Int128 {
    powers[exponent]
  }

  private static let powers: [Int128] = {
    var powers: [Int128] = [1]
    for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// The quotient rounded to the nearest integer, a half away from zero.
  ///
  /// `divisor` must not be 0.
  public static func divide(_ dividend: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    guard remainder != 0 else { return quotient }
    // Compared with what is left of the divisor, not doubled: a remainder near 2^127 must not overflow.
    let rest = remainder.magnitude
    guard rest >= divisor.magnitude - rest else { return quotient }
    return (dividend < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
  }

  /// The same value at another scale: exact when the scale grows, rounded half away from zero when
  /// it shrinks.
  public static func rescale(_ value: Int128, from scale: Int, to newScale: Int) -> Int128 {
    newScale >= scale
      ? value * powers[newScale - scale] : divide(value, by: powers[scale - newScale])
  }

  /// `quantity` (scale 3) times `price` (scale 2), rounded to money (scale 2), half away from zero.
  public static func value(quantity: Int64, price: Int64) -> Int128 {
    // 19 digits hold all but the largest products, and a 64-bit division is ten times as fast.
    let (product, overflow) = quantity.multipliedReportingOverflow(by: price)
    guard !overflow else {
      return divide(Int128(quantity) * Int128(price), by: 1000)
    }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: 1000)
    if remainder >= 500 { return Int128(quotient + 1) }
    return Int128(remainder <= -500 ? quotient - 1 : quotient)
  }

  /// The largest integer whose square is at most `value`; `value` must not be negative.
  public static func squareRoot(_ value: UInt128) -> UInt128 {
    guard value > 1 else { return value }
    // Newton's iteration from above: decreases until it stands on the floor of the root.
    var guess = UInt128(1) << UInt128((129 - value.leadingZeroBitCount) / 2)
    while true {
      let next = (guess + value / guess) / 2
      if next >= guess { return guess }
      guess = next
    }
  }

  /// Appends the decimal with exactly `scale` digits after the point and no grouping.
  public static func append(_ value: Int128, scale: Int, to bytes: inout [UInt8]) {
    var digits = InlineArray<42, UInt8>(repeating: UInt8(ascii: "0"))
    var count = 0
    var rest = value.magnitude
    while rest > UInt128(UInt64.max) {
      digits[count] += UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    }
    var small = UInt64(truncatingIfNeeded: rest)
    while small > 0 {
      digits[count] += UInt8(truncatingIfNeeded: small % 10)
      small /= 10
      count += 1
    }
    var position = max(count, scale + 1)
    bytes.append(addingCapacity: position + 2) { text in
      if value < 0 { text.append(UInt8(ascii: "-")) }
      while position > 0 {
        if position == scale { text.append(UInt8(ascii: ".")) }
        position -= 1
        text.append(digits[position])
      }
    }
  }

  /// The decimal as text with exactly `scale` digits after the point.
  public static func text(_ value: Int128, scale: Int) -> String {
    var bytes: [UInt8] = []
    append(value, scale: scale, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Parses an optional sign, digits and at most `scale` decimals; nil for anything else, also for
  /// more decimals than `scale` or more digits than fit.
  public static func parse(_ text: some StringProtocol, scale: Int) -> Int128? {
    var bytes = text.utf8[...]
    let negative = bytes.first == UInt8(ascii: "-")
    if negative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
    var value: Int128 = 0
    var decimals = -1
    var hasDigits = false
    // Beyond the zeros before the first other digit.
    var digits = 0
    for byte in bytes {
      if byte == UInt8(ascii: "."), decimals < 0 {
        decimals = 0
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      if decimals >= 0 { decimals += 1 }
      hasDigits = true
      if value != 0 || byte != UInt8(ascii: "0") { digits += 1 }
      guard digits <= 38, decimals <= scale else { return nil }
      value = value * 10 + Int128(byte - UInt8(ascii: "0"))
    }
    let missing = scale - max(decimals, 0)
    guard hasDigits, decimals != 0, digits + missing <= 38 else { return nil }
    value *= powers[missing]
    return negative ? -value : value
  }
}

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
