import Columns
import Inventory
import LedgerSummary
import Values

/// Gives a book the movements that a summary keeps, in order.
struct SummaryReplay {
  private var rows: SummaryRows
  private var next: SummaryRow?
  private let balances: SummaryBalances
  /// How many movements were given.
  private(set) var count = 0
  private let types: [Int32]

  /// The movements of the pairs that `balances` finds explained.
  init(_ file: SummaryFile, balances: SummaryBalances, book: inout StockBook) throws {
    self.balances = balances
    var types: [Int32] = []
    for name in file.types { types.append(book.movementType(name.span)) }
    self.types = types
    rows = file.rows()
    next = try rows.next()
  }

  /// Gives those before an instant that were not given yet.
  ///
  /// Throws `SummaryDoubt` when they do not fit together.
  mutating func feed(before instant: Instant, into book: inout StockBook) throws {
    while let row = next, row.createdAt < instant {
      let place = balances.places[row.pair]
      if place >= 0 {
        let type = types[row.type]
        if let detail = row.detail {
          try book.addSettled(
            detail.id, pair: place, type: type, quantity: row.quantity, before: detail.before,
            after: detail.after, createdAt: row.createdAt)
        } else if try !book.addPlain(
          pair: place, type: type, quantity: row.quantity, createdAt: row.createdAt)
        {
          throw SummaryDoubt("a movement in the summary has no starting balance")
        }
        count += 1
      }
      next = try rows.next()
    }
  }
}
