import Inventory
import StateStore
import StockReading
import Values

/// What a few products cost at the ends of past dates, by the prices that are remembered.
struct EntryCosts {
  private var observed: [UUIDBytes: [(start: Instant, cost: StoredDecimal)]] = [:]

  /// Reads what is remembered of some products; nothing when that cannot be read.
  init(of products: Set<UUIDBytes>, journal: RunJournal, source: ChosenSource) {
    guard !products.isEmpty, let server = source.ledger else { return }
    var observed = observed
    journal.consult { state in
      let history = PriceHistory(state, system: server.system, database: server.database)
      try history.read { _, observations in
        try observations { price in
          guard products.contains(price.product) else { return }
          observed[price.product, default: []].append(
            (price.start, price.cost.map { StoredDecimal($0) } ?? .notANumber))
        }
      }
    }
    self.observed = observed
  }

  /// What one unit cost at an instant: the latest that counts then, else the earliest, else today's.
  func cost(of product: UUIDBytes, at instant: Instant, today: StoredDecimal?) -> StoredDecimal? {
    guard let known = observed[product] else { return today }
    return (known.last { $0.start <= instant } ?? known.first)?.cost ?? today
  }
}
