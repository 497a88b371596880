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

  /// Adds digits, the last `scale` of them after a point.
  private mutating func append(digits value: UInt64, point scale: Int) {
    let digits = max(Self.digits(of: value), scale + 1)
    unsafe append(filling: scale > 0 ? digits + 1 : digits) { place in
      var rest = value
      var place = unsafe place + (scale > 0 ? digits : digits - 1)
      for _ in 0..<scale {
        unsafe place.pointee = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        unsafe place -= 1
      }
      if scale > 0 {
        unsafe place.pointee = UInt8(ascii: ".")
        unsafe place -= 1
      }
      for _ in scale..<digits {
        unsafe place.pointee = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        unsafe place -= 1
      }
    }
  }

  /// How many digits a number has.
  static func digits(of value: UInt64) -> Int {
    var digits = 1
    var limit: UInt64 = 10
    while value >= limit, digits < 19 {
      digits += 1
      limit *= 10
    }
    return value >= limit ? digits + 1 : digits
  }
}
