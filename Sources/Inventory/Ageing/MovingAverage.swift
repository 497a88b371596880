import Reports

/// What a pair's stock cost as a moving average: how much there is (Q) and what it cost (V, scale 8).
///
/// Weighted average cost (IAS 2.27), every step rounded to 8 decimals, half away from zero. Stock 0
/// is value 0, to the last digit; in place of V then the last average is kept, for what comes back.
struct MovingAverage: BitwiseCopyable, Sendable, Equatable {
  /// V while there is a quantity, else the last average; both scale 8.
  private var kept = WideDecimal.zero
  /// Scale 3; negative when more was taken than there was.
  private(set) var quantity: Int64 = 0
  /// Whether there ever was a quantity, and so an average.
  private(set) var hasAverage = false

  init() {}

  /// What was kept elsewhere: V, or without a quantity the last average if there is one.
  init(quantity: Int64, kept: WideDecimal, hasAverage: Bool) {
    self.quantity = quantity
    self.kept = kept
    self.hasAverage = hasAverage
  }

  /// V, or without a quantity the last average: what has to be kept.
  var stored: WideDecimal { kept }

  /// V, scale 8.
  var value: WideDecimal { quantity == 0 ? .zero : kept }

  /// What one unit costs, scale 8: V/Q, or without a quantity the last average, or else `cost`, also
  /// where the last average was no number.
  func unitCost(orElse cost: @autoclosure () -> StoredDecimal) -> WideDecimal {
    if quantity != 0 { return kept.scaled(by: 1_000, over: Int128(quantity)) }
    return hasAverage && !kept.isNotANumber ? kept : Self.unitCost(cost())
  }

  /// A unit cost of a product (scale 2) at scale 8.
  static func unitCost(_ cost: StoredDecimal) -> WideDecimal {
    WideDecimal(cost.value.map { Int128($0) * 1_000_000 })
  }

  /// The value of a quantity at a unit cost of scale 8, scale 8.
  static func value(of quantity: Int64, at unitCost: WideDecimal) -> WideDecimal {
    unitCost.scaled(by: Int128(quantity), over: 1_000)
  }

  /// Lets a quantity above 0 come in at a unit cost of scale 8.
  ///
  /// Gives what that adds, at its own cost. The sum of both quantities must stay within 64 bits.
  @discardableResult
  mutating func put(_ amount: Int64, at unitCost: WideDecimal) -> WideDecimal {
    let after = quantity + amount
    let effect = Self.value(of: amount, at: unitCost)
    if quantity >= 0 {
      kept = value + effect
    } else if after < 0 {
      kept = kept.scaled(by: Int128(after), over: Int128(quantity))
    } else if after == 0 {
      kept = self.unitCost(orElse: .zero)
    } else {
      kept = Self.value(of: after, at: unitCost)
    }
    quantity = after
    hasAverage = true
    return effect
  }

  /// Lets a quantity above 0 go out; `cost` is what a unit costs when there never was any.
  ///
  /// Gives by how much the value changes. The difference must stay within 64 bits.
  @discardableResult
  mutating func take(
    _ amount: Int64, orElse cost: @autoclosure () -> StoredDecimal
  ) -> WideDecimal {
    let before = value
    let after = quantity - amount
    if after > 0 {
      kept = kept - kept.scaled(by: Int128(amount), over: Int128(quantity))
    } else {
      let average = unitCost(orElse: cost())
      kept = after == 0 ? average : Self.value(of: after, at: average)
    }
    quantity = after
    hasAverage = true
    return value - before
  }
}
