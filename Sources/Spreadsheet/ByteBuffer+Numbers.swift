extension ByteBuffer {
  /// Adds a whole number that is not negative.
  mutating func append(digits value: UInt64) {
    append(digits: value, point: 0)
  }

  /// Adds the text of an exact decimal as every other file has it, or of the nearest binary number
  /// where that has more digits than a spreadsheet keeps.
  mutating func append(number value: Int128, scale: Int) {
    guard value.magnitude < 1_000_000_000_000_000, scale <= 18 else {
      return append(text: NearestDouble.of(value, scale: scale).description)
    }
    if value < 0 { append(UInt8(ascii: "-")) }
    append(digits: UInt64(value.magnitude), point: scale)
  }

  /// Adds a finite binary number in the fewest digits that stand for it alone.
  mutating func append(shortest value: Double) {
    guard let whole = Int64(exactly: value), whole.magnitude < 1_000_000_000_000_000 else {
      return append(text: value.description)
    }
    append(number: Int128(whole), scale: 0)
  }

  /// Adds digits, so many of them after a point.
  private mutating func append(digits value: UInt64, point scale: Int) {
    var digits = InlineArray<24, UInt8>(repeating: UInt8(ascii: "0"))
    var place = digits.count
    var rest = value
    for _ in 0..<scale {
      place -= 1
      digits[place] += UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    if scale > 0 {
      place -= 1
      digits[place] = UInt8(ascii: ".")
    }
    repeat {
      place -= 1
      digits[place] += UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    let span = digits.span.extracting(place...)
    unsafe span.withUnsafeBufferPointer { found in
      guard let start = found.baseAddress else { return }
      unsafe append(start, count: found.count)
    }
  }
}
