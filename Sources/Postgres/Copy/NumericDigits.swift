/// The parts of a binary `numeric`: digits of base 10,000, the first with the weight 10,000^weight.
///
/// Every count and sign is checked against the length of the field before a digit is read.
@safe struct NumericDigits {
  let count: Int
  let isNegative: Bool
  let isFinite: Bool
  private let weight: Int
  private let digits: UnsafeRawPointer

  /// Nil if the bytes are not a numeric that is finite or NaN.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 8, let start = bytes.baseAddress else { return nil }
    func part(_ offset: Int) -> UInt16 {
      unsafe UInt16(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
    count = Int(part(0))
    weight = Int(Int16(bitPattern: part(2)))
    unsafe digits = unsafe start + 8
    switch part(4) {
    case 0x0000: (isNegative, isFinite) = (false, true)
    case 0x4000: (isNegative, isFinite) = (true, true)
    case 0xC000: (isNegative, isFinite) = (false, false)
    default: return nil
    }
    guard bytes.count == 8 + 2 * count else { return nil }
  }

  /// Whether bytes that are no numeric of digits are one of the two infinities.
  @inline(never)
  static func isInfinite(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // The sign words 0xD000 and 0xF000.
    bytes.count == 8 && [0xD0, 0xF0].contains(unsafe bytes[4])
  }

  /// The power of ten of one unit of a digit, in a value times 10^`scale`.
  @inline(__always)
  func power(_ place: Int, scale: Int) -> Int { 4 * (weight - place) + scale }

  /// The decimal zeros that follow the last digit before the end of a value times 10^`scale`.
  @inline(__always)
  func zeros(scale: Int) -> Int { max(0, power(count - 1, scale: scale)) }

  /// A digit, which must be below 10,000; anything else is no numeric.
  @inline(__always)
  func digit(_ place: Int, _ column: Int) throws(PostgresError) -> Int {
    let digit = Int(
      unsafe UInt16(
        bigEndian: digits.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self)))
    guard digit < 10_000 else { throw Self.malformed(column) }
    return digit
  }

  /// The part of a digit of base 10,000 that lies before the end of the scale, and by how much
  /// the digits before it have to be raised; nil when it has decimals behind the end.
  @inline(__always)
  static func split(_ digit: Int, power: Int) -> (raise: Int, part: Int)? {
    let (raise, divisor) =
      switch power {
      case 0...: (10_000, 1)
      case -1: (1_000, 10)
      case -2: (100, 100)
      case -3: (10, 1_000)
      default: (1, 10_000)
      }
    guard divisor > 1 else { return (raise, digit) }
    let (part, rest) = digit.quotientAndRemainder(dividingBy: divisor)
    return rest == 0 ? (raise, part) : nil
  }

  @inline(never)
  static func malformed(_ column: Int) -> PostgresError {
    PostgresError(decoding: column, "the field is not a numeric")
  }

  @inline(never)
  static func digitsLost(_ column: Int) -> PostgresError {
    PostgresError(decoding: column, "the numeric has more decimals than the requested scale")
  }
}

/// A `numeric` as an exact integer of a scale that the caller chose, or what has no such form.
///
/// `numeric 'NaN'` is a legal value of a column, so every reader has to decide about it.
public enum PostgresNumeric: Sendable, Hashable {
  /// The value times 10 to the power of the scale.
  case finite(Int128)
  /// The value NaN.
  case notANumber
  /// Infinite, or more digits than 128 bits hold at that scale.
  case tooLarge
}
