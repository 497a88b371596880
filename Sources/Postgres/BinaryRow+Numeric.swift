extension BinaryRow {
  /// A `numeric` times 10^`scale`, exactly.
  ///
  /// Throws `PostgresError` if the value has digits beyond the scale, is infinite, or does not fit
  /// in 128 bits: nothing is ever rounded. `scale` is 0 to 38.
  public func numeric(_ index: Int, scale: Int) throws(PostgresError) -> PostgresNumeric {
    let digits = try numericDigits(index, scale)
    guard digits.isFinite else { return .notANumber }
    var magnitude: UInt128 = 0
    for place in 0..<digits.count {
      let (raise, part) = try NumericDigits.split(
        digits.digit(place, index), power: digits.power(place, scale: scale), index)
      let (raised, tooBig) = magnitude.multipliedReportingOverflow(by: UInt128(raise))
      let (sum, over) = raised.addingReportingOverflow(UInt128(part))
      guard !tooBig, !over else { throw outOfRange(index, bits: 128) }
      magnitude = sum
    }
    if magnitude != 0 {
      for _ in 0..<digits.zeros(scale: scale) {
        let (raised, tooBig) = magnitude.multipliedReportingOverflow(by: 10)
        guard !tooBig else { throw outOfRange(index, bits: 128) }
        magnitude = raised
      }
    }
    guard magnitude <= UInt128(Int128.max) + (digits.isNegative ? 1 : 0) else {
      throw outOfRange(index, bits: 128)
    }
    let value = Int128(truncatingIfNeeded: magnitude)
    return .finite(digits.isNegative ? 0 &- value : value)
  }

  /// A `numeric` times 10^`scale` in 64 bits, exactly; nil is NaN.
  ///
  /// The fast form for quantities and prices. Throws as ``numeric(_:scale:)`` does, and also if
  /// the value does not fit in 64 bits. NULL throws: ask ``isNull(_:)`` first.
  public func numeric64(_ index: Int, scale: Int) throws(PostgresError) -> Int64? {
    let digits = try numericDigits(index, scale)
    guard digits.isFinite else { return nil }
    let zeros = digits.zeros(scale: scale)
    // Four digits of base 10,000 and two zeros are at most 10^18: no sum can overflow.
    guard digits.count <= 4, zeros <= 2 else { return try narrowed(index, scale) }
    var value = 0
    for place in 0..<digits.count {
      let (raise, part) = try NumericDigits.split(
        digits.digit(place, index), power: digits.power(place, scale: scale), index)
      value = value &* raise &+ part
    }
    if zeros > 0 { value = value &* (zeros == 1 ? 10 : 100) }
    return Int64(digits.isNegative ? -value : value)
  }

  private func narrowed(_ index: Int, _ scale: Int) throws(PostgresError) -> Int64? {
    guard case .finite(let wide) = try numeric(index, scale: scale) else { return nil }
    guard let value = Int64(exactly: wide) else { throw outOfRange(index, bits: 64) }
    return value
  }

  @inline(__always)
  private func numericDigits(
    _ index: Int, _ scale: Int
  ) throws(PostgresError) -> NumericDigits {
    let bytes = unsafe try field(index)
    guard let digits = unsafe NumericDigits(bytes), (0...38).contains(scale) else {
      throw unsafe notReadable(index, scale, bytes)
    }
    return digits
  }

  @inline(never)
  private func notReadable(
    _ index: Int, _ scale: Int, _ bytes: UnsafeRawBufferPointer
  ) -> PostgresError {
    guard (0...38).contains(scale) else {
      return PostgresError(decoding: index, "the scale \(scale) is not between 0 and 38")
    }
    // The sign words 0xD000 and 0xF000.
    if bytes.count == 8, [0xD0, 0xF0].contains(unsafe bytes[4]) {
      return PostgresError(decoding: index, "the numeric is infinite")
    }
    return NumericDigits.malformed(index)
  }

  @inline(never)
  private func outOfRange(_ index: Int, bits: Int) -> PostgresError {
    PostgresError(decoding: index, "the numeric does not fit in \(bits) bits at this scale")
  }
}
