import Columns
import Values

/// A finished book and what it knows of an instant T.
///
/// An object, so that a view of each of millions of pairs takes one reference and not one for every
/// column of the book.
final class StockMoment {
  let book: StockBook
  let mark: BalanceMark
  let prices: PriceMoment

  /// The book at an instant of its plan.
  init(_ book: StockBook, at instant: Instant) {
    self.book = book
    mark = book.mark(at: instant)
    prices = book.prices.moment(at: instant)
  }

  func view(_ pair: Int) -> PairView { PairView(moment: self, pair: pair) }
}

/// One pair at an instant T, with what the tables ask of it.
struct PairView {
  let moment: StockMoment
  let pair: Int

  var store: Int32 { moment.book.pairs.stores[pair] }
  var productNumber: Int { Int(moment.book.pairs.products[pair]) }
  var product: Product { moment.book.catalogue.products[productNumber] }
  var level: StockLevel { moment.book.levels[pair] }

  /// What a unit cost and sold for at T.
  var prices: UnitPrices { moment.prices.prices(of: product, number: productNumber) }

  /// What was on hand at T: today's on hand less what moved since.
  var quantity: StoredDecimal { level.onHand - moment.mark.netSince(pair) }
  /// What the ledger does not explain of it; nil when there is no movement before T.
  var unexplained: StoredDecimal? { moment.mark.latest(pair).map { quantity - $0.after } }
  /// The value at a price, rounded to the cent; nil when either is not a number.
  func value(at price: StoredDecimal, of quantity: StoredDecimal) -> Int128? {
    quantity.value(at: price)
  }
}

extension StockBook {
  func mark(at instant: Instant) -> BalanceMark {
    marks.first { $0.instant == instant } ?? BalanceMark(instant: instant, memory: memory)
  }

  func flow(start: Instant, end: Instant) -> PeriodFold? {
    flows.first { $0.start == start && $0.end == end }
  }
}

/// The quotient as a ratio of scale 4; nil when a part is missing, the divisor is 0, or the way to it
/// leaves 128 bits.
func ratio(_ part: Int128?, of whole: Int128?) -> Int128? {
  guard let part, let whole, whole != 0 else { return nil }
  let (dividend, overflow) = part.multipliedReportingOverflow(by: 10_000)
  return overflow ? nil : ExactDecimal.divide(dividend, by: whole)
}
