import Reports
import Values

/// A decimal kept as an integer of 128 bits at a stated scale, or NaN: what `StoredDecimal` is to the
/// columns of the tables, for what is computed from them.
///
/// NaN spreads through sums and products, and so does what leaves 128 bits.
struct WideDecimal: Equatable, Sendable, BitwiseCopyable {
  private var raw: Int128

  init(_ value: Int128) {
    raw = value
  }

  /// A missing value is NaN.
  init(_ value: Int128?) {
    raw = value ?? .min
  }

  static let notANumber = WideDecimal(Int128.min)
  static let zero = WideDecimal(0 as Int128)

  /// The number at its scale, or nil for NaN.
  var value: Int128? { raw == .min ? nil : raw }
  var isNotANumber: Bool { raw == .min }

  static func + (left: WideDecimal, right: WideDecimal) -> WideDecimal {
    if left.raw == .min || right.raw == .min { return notANumber }
    let (sum, overflow) = left.raw.addingReportingOverflow(right.raw)
    return overflow ? notANumber : WideDecimal(sum)
  }

  static func - (left: WideDecimal, right: WideDecimal) -> WideDecimal { left + -right }

  static prefix func - (value: WideDecimal) -> WideDecimal {
    value.raw == .min ? notANumber : WideDecimal(-value.raw)
  }

  static func += (left: inout WideDecimal, right: WideDecimal) { left = left + right }

  /// The exact product.
  static func * (left: WideDecimal, right: Int128) -> WideDecimal {
    if left.raw == .min || right == .min { return notANumber }
    let (product, overflow) = left.raw.multipliedReportingOverflow(by: right)
    return overflow ? notANumber : WideDecimal(product)
  }

  /// The product over a divisor, rounded half away from zero; the way to it may leave 128 bits.
  ///
  /// `divisor` must not be 0.
  func scaled(by factor: Int128, over divisor: Int128) -> WideDecimal {
    if raw == .min || factor == .min || divisor == .min { return .notANumber }
    let (product, overflow) = raw.multipliedReportingOverflow(by: factor)
    if !overflow, product != .min { return WideDecimal(ExactDecimal.divide(product, by: divisor)) }
    let wide = raw.magnitude.multipliedFullWidth(by: factor.magnitude)
    let magnitude = divisor.magnitude
    guard wide.high < magnitude else { return .notANumber }
    var (quotient, rest) = magnitude.dividingFullWidth(wide)
    if rest != 0, rest >= magnitude - rest {
      if quotient == .max { return .notANumber }
      quotient += 1
    }
    guard let unsigned = Int128(exactly: quotient) else { return .notANumber }
    let isNegative = (raw < 0) != ((factor < 0) != (divisor < 0))
    return WideDecimal(isNegative ? -unsigned : unsigned)
  }

  /// The same at a smaller scale, rounded half away from zero.
  func rounded(from scale: Int, to smaller: Int) -> WideDecimal {
    scaled(by: 1, over: ExactDecimal.powerOfTen(scale - smaller))
  }
}

extension StoredDecimal {
  /// The exact value of a quantity (scale 3) at this price (scale 2), scale 5.
  ///
  /// It cannot leave 128 bits, nor can the sum over the layers of a pair, whose quantities add up
  /// within 64.
  func exactValue(of quantity: Int64) -> WideDecimal {
    WideDecimal(value.map { Int128($0) * Int128(quantity) })
  }
}
