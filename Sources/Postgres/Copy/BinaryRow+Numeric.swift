extension BinaryRow {
  /// A `numeric` times 10^`scale`, exactly.
  ///
  /// Throws `PostgresError` if the value has digits beyond the scale: nothing is ever rounded.
  /// `scale` is 0 to 38.
  public func numeric(_ index: Int, scale: Int) throws(PostgresError) -> PostgresNumeric {
    guard let digits = try numericDigits(index, scale) else { return .tooLarge }
    guard digits.isFinite else { return .notANumber }
    switch try wide(digits, index, scale) {
    case .exact(let value): return .finite(value)
    case .tooLarge: return .tooLarge
    case .tooFine: throw NumericDigits.digitsLost(index)
    }
  }

  /// A `numeric` times 10^`scale` in 64 bits, exactly; nil when it has no such form: NaN, infinity,
  /// digits beyond the scale, or more of them than 64 bits hold.
  ///
  /// The fast form for quantities and prices, of which a single odd one must not end a reading.
  /// Throws only for what is no numeric. NULL throws: ask ``isNull(_:)`` first.
  public func numeric64(_ index: Int, scale: Int) throws(PostgresError) -> Int64? {
    guard let digits = try numericDigits(index, scale), digits.isFinite else { return nil }
    let zeros = digits.zeros(scale: scale)
    // Four digits of base 10,000 and two zeros are at most 10^18: no sum can overflow.
    guard digits.count <= 4, zeros <= 2 else {
      guard case .exact(let value) = try wide(digits, index, scale) else { return nil }
      return Int64(exactly: value)
    }
    var value = 0
    for place in 0..<digits.count {
      guard
        let (raise, part) = NumericDigits.split(
          try digits.digit(place, index), power: digits.power(place, scale: scale))
      else { return nil }
      value = value &* raise &+ part
    }
    if zeros > 0 { value = value &* (zeros == 1 ? 10 : 100) }
    return Int64(digits.isNegative ? -value : value)
  }

  /// A value at a scale.
  private enum Wide {
    case exact(Int128)
    /// It needs more than 128 bits.
    case tooLarge
    /// It has digits beyond the scale.
    case tooFine
  }

  private func wide(
    _ digits: NumericDigits, _ index: Int, _ scale: Int
  ) throws(PostgresError) -> Wide {
    var magnitude: UInt128 = 0
    for place in 0..<digits.count {
      guard
        let (raise, part) = NumericDigits.split(
          try digits.digit(place, index), power: digits.power(place, scale: scale))
      else { return .tooFine }
      let (raised, tooBig) = magnitude.multipliedReportingOverflow(by: UInt128(raise))
      let (sum, over) = raised.addingReportingOverflow(UInt128(part))
      guard !tooBig, !over else { return .tooLarge }
      magnitude = sum
    }
    if magnitude != 0 {
      for _ in 0..<digits.zeros(scale: scale) {
        let (raised, tooBig) = magnitude.multipliedReportingOverflow(by: 10)
        guard !tooBig else { return .tooLarge }
        magnitude = raised
      }
    }
    guard magnitude <= UInt128(Int128.max) + (digits.isNegative ? 1 : 0) else { return .tooLarge }
    let value = Int128(truncatingIfNeeded: magnitude)
    return .exact(digits.isNegative ? 0 &- value : value)
  }

  /// The parts of a numeric; nil for one that is infinite.
  @inline(__always)
  private func numericDigits(
    _ index: Int, _ scale: Int
  ) throws(PostgresError) -> NumericDigits? {
    let bytes = unsafe try field(index)
    guard (0...38).contains(scale) else {
      throw PostgresError(decoding: index, "the scale \(scale) is not between 0 and 38")
    }
    if let digits = unsafe NumericDigits(bytes) { return digits }
    guard unsafe NumericDigits.isInfinite(bytes) else { throw NumericDigits.malformed(index) }
    return nil
  }
}
