/// A generated retail chain: shops in Thailand, their products, and every movement of their stock.
///
/// The same value gives the same rows, to the byte. The history covers ``days`` business days of
/// Asia/Bangkok, the last of which is the day of ``now``, as far as it has come.
package struct RetailChain: Sendable, Hashable {
  /// Decides every random number.
  package var seed: UInt64
  /// The end of the history, in microseconds since 1970-01-01T00:00:00Z; not before 1972.
  package var now: Int
  /// Number of shops, at least 6.
  package var stores = 8
  /// Number of products, at least 300.
  package var products = 1_240
  /// Business days including today's part, at least 120.
  package var days = 200
  /// Lines of all receipts of an average shop on an average day.
  package var saleLinesPerStoreDay = 135

  /// A chain of the usual size: about 10,000 pairs and 280,000 movements.
  package init(seed: UInt64 = 20_260, now: Int) {
    self.seed = seed
    self.now = now
  }

  /// The same chain with sales for about as many movements in all, for measurements.
  ///
  /// Opening stock, stocktakes and transfers depend on the number of pairs and days, so a small
  /// number is not reached.
  package func scaled(toMovements movements: Int) -> RetailChain {
    var chain = self
    let fixed = 2 * stores * products + 4 * stores * days
    // Purchases come to about an eighth of the sales.
    chain.saleLinesPerStoreDay = max(1, (movements - fixed) * 8 / 9 / (stores * days))
    return chain
  }

  /// The day of ``now``, counted from 1970-01-01.
  var today: Int { Bangkok.day(of: now) }
  /// The first day of the history.
  var firstDay: Int { today - days + 1 }
  /// The instant at which the history begins.
  var startInstant: Int { Bangkok.start(of: firstDay) }

  /// The instant from which a renamed shop has its new name.
  var renamed: Int { startInstant + (days - 25) * Bangkok.day }

  /// Stops the program when a size is too small for everything that is planted.
  func checkSize() {
    precondition(stores >= 6, "a chain has at least 6 stores")
    precondition(products >= 300, "a chain has at least 300 products")
    precondition(days >= 120, "a chain has at least 120 days")
    precondition(saleLinesPerStoreDay >= 1, "a store sells at least one line a day")
    precondition(firstDay > 0, "the history begins after 1970")
  }
}
