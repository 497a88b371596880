/// The binary number that a cell holds for an exact decimal.
public enum NearestDouble {
  /// The double nearest to `value` divided by ten to the power of `scale`.
  public static func of(_ value: Int128, scale: Int) -> Double {
    // Both are exact in a double, so one correctly rounded division gives the nearest.
    if value.magnitude <= 1 << 53, scale < powers.count {
      return Double(Int64(value)) / powers[scale]
    }
    // Rare and long: the text is parsed, correctly rounded and without a locale.
    return Double("\(value)e-\(scale)") ?? .nan
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
