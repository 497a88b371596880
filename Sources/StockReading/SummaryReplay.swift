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
  private var hasRestored = false

  /// The movements of the pairs that `balances` finds explained.
  init(_ file: SummaryFile, balances: SummaryBalances, book: inout StockBook) throws {
    self.balances = balances
    var types: [Int32] = []
    for name in file.types { types.append(book.movementType(name.span)) }
    self.types = types
    rows = file.rows()
    next = try rows.next()
  }

  /// Gives those before an instant that were not given yet, and, as it comes to the end of its date,
  /// what was carried on of the stock's age.
  ///
  /// Throws `SummaryDoubt` when they do not fit together.
  mutating func feed(
    before instant: Instant, restoring ages: SummaryAges?, into book: inout StockBook
  ) throws {
    guard let ages, !hasRestored, ages.end(in: book.plan.calendar) <= instant else {
      return try feed(before: instant, into: &book)
    }
    try feed(before: ages.end(in: book.plan.calendar), into: &book)
    var states = ages
    try book.restoreAges(to: ages.day) { put in
      try states.forEachState { number, state in
        let place = balances.places[number]
        if place >= 0 {
          put(Int(place), state)
        } else if let pruned = balances.pruned[number] {
          put(pruned, state)
        }
      }
    }
    hasRestored = true
    try feed(before: instant, into: &book)
  }

  private mutating func feed(before instant: Instant, into book: inout StockBook) throws {
    while let row = next, row.createdAt < instant {
      let place = balances.places[row.pair]
      if place >= 0 {
        let type = types[row.type]
        let reference = row.reference.isEmpty ? 0 : book.reference(row.reference.span)
        if let detail = row.detail {
          try book.addSettled(
            detail.id, pair: place, type: type, quantity: row.quantity, before: detail.before,
            after: detail.after, createdAt: row.createdAt, reference: reference)
        } else if try !book.addPlain(
          pair: place, type: type, quantity: row.quantity, createdAt: row.createdAt,
          reference: reference)
        {
          throw SummaryDoubt("a movement in the summary has no starting balance")
        }
        count += 1
      }
      next = try rows.next()
    }
  }
}
