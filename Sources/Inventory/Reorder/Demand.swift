import Values

/// What a pair sells in a day, from one window of its ledger.
///
/// Time without stock is left out of the divisor: what could not be sold says nothing of demand.
struct Demand: Equatable, Sendable {
  /// Net quantity sold in the window, scale 3; nil when a movement is not a number.
  var sold: Int64?
  /// Days of 24 hours with stock, scale 6; nil when a balance is not a number.
  var inStockDays: Int64?
  /// On how many days more was sold than returned.
  var saleDays: Int
  /// `max(0, sold) / inStockDays`, scale 6; nil with less than a day in stock.
  var average: Int64?
  /// Sample standard deviation of the daily sales over the days in stock, scale 6; nil when a figure
  /// on the way to it leaves 128 bits.
  var standardDeviation: Int64?

  init(_ facts: DemandFold.Facts) {
    sold = facts.sold.value
    saleDays = facts.saleDays
    // A microsecond is 1 / 86,400 of a millionth of a day.
    inStockDays = facts.inStock.map {
      Int64(ExactDecimal.divide(Int128($0), by: 86_400))
    }
    guard let sold, let days = inStockDays else { return }
    if days >= 1_000_000 {
      average = Int64(
        exactly: ExactDecimal.divide(Int128(max(0, sold)) * 1_000_000_000, by: Int128(days)))
    }
    standardDeviation = facts.sumOfSquares.flatMap {
      Self.deviation(sumOfSquares: $0, sum: Int128(sold), days: Int128(days))
    }
  }

  /// `sqrt(max(0, (sum(s^2) - (sum s)^2 / n) / (n - 1)))`, 0 when n <= 1.
  private static func deviation(sumOfSquares: Int128, sum: Int128, days n: Int128) -> Int64? {
    guard n > 1_000_000 else { return 0 }
    // With n in millionths the variance, as a plain number, is
    // (sum(s^2) n - (sum s)^2 10^6) / (n (n - 10^6)).
    let (first, overflow) = sumOfSquares.multipliedReportingOverflow(by: n)
    let (square, squareOverflow) = sum.multipliedReportingOverflow(by: sum)
    let (second, secondOverflow) = square.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, !squareOverflow, !secondOverflow else { return nil }
    guard first > second else { return 0 }
    return root(first - second, over: n * (n - 1_000_000))
  }

  /// The square root of a fraction of positive integers at scale 6, rounded half up; nil when it
  /// does not fit.
  static func root(_ numerator: Int128, over denominator: Int128) -> Int64? {
    // floor(sqrt(4 x)) tells on which half the root lies: (floor(sqrt(4 x)) + 1) / 2 rounds it.
    let factor: Int128 = 4_000_000_000_000
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let (whole, overflow) = quotient.multipliedReportingOverflow(by: factor)
    let (part, partOverflow) = remainder.multipliedReportingOverflow(by: factor)
    guard !overflow, !partOverflow else { return nil }
    let (sum, sumOverflow) = whole.addingReportingOverflow(part / denominator)
    guard !sumOverflow else { return nil }
    return Int64(exactly: (ExactDecimal.squareRoot(UInt128(sum)) + 1) / 2)
  }
}
