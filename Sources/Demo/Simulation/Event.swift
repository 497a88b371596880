/// Something that is to happen to a pair at a time of a day.
struct Event {
  /// Microseconds from midnight.
  let time: Int
  /// Keeps the order of events of one time.
  var order = 0
  let pair: Int
  let kind: Kind
  /// What is asked for, in thousandths; what happens depends on the stock.
  var quantity = 0
  /// The number of the document.
  var number = 0
  /// The pair that receives a transfer.
  var partner = 0

  enum Kind {
    case sale
    case onlineSale
    case customerReturn
    case delivery
    case stocktake
    case transfer
    /// Sold although there is not enough, by as much as the quantity says.
    case oversale
    /// The stock changes by the quantity without a trace, then is corrected by one unit.
    case brokenChain
    /// The stock after it is off by the quantity.
    case wrongSum
    case writeOff
    case lowerCaseSale
    /// Everything left is taken out of the books.
    case closing
    /// Somebody enters `NaN`.
    case notANumber
    /// A sale sent twice by the till, the second time without a proper time: no stock moved.
    case echo(MovementTime)
  }
}
