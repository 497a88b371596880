import Inventory
import Publishing
import Reports
import StockReading
import Values

/// The stock of one snapshot, and what else was learned by reading it.
struct ReadStock {
  let book: StockBook
  let policy: ResolvedPolicy
  let finance: ResolvedFinancePolicy
  let gaps: GapSpool
  let past: PriceReading.Past
  /// What became of the ledger's summary.
  let ledger: LedgerNotes
  /// How many movements the ledger has of recent days; nil when no report is held against them.
  let recentMovements: RecentMovements?

  /// What computations are made of.
  var facts: StockFacts {
    StockFacts(book: book, policy: policy, finance: finance, gaps: gaps.forEach)
  }

  /// What the manifest of a report says of its prices.
  func prices(_ plan: ReportPlan, in calendar: BusinessCalendar) -> PriceFacts? {
    guard plan.definition.usesPastPrices, let since = past.since else { return nil }
    func list(_ instant: Instant) -> PriceList {
      PriceList(past.prices.moment(at: instant), in: book.catalogue)
    }
    let opening = plan.computations.lazy.compactMap { $0.alsoPricedAt(plan.scope) }.first
    return list(plan.context.period.end).facts(
      since: ZonedTime(since, in: calendar), opening: opening.map(list))
  }
}

/// The stock as the reports of a run need it.
struct ReadStocks {
  /// That of the stores that are asked for; nil when no report needs it.
  let asked: ReadStock?
  /// That of all stores, for what looks beyond those that are asked for; nil when it is the same, or
  /// nothing does.
  let all: ReadStock?

  /// What was read, once or twice.
  var each: [ReadStock] { [asked, all].compactMap { $0 } }

  /// What a computation is made of.
  func of(_ computation: any ReportComputation.Type) -> ReadStock? {
    computation.readsAllStores ? all ?? asked : asked
  }

  /// What a report says of how it was read.
  func of(_ plan: ReportPlan) -> ReadStock? {
    plan.readsAllStores ? all ?? asked : asked
  }
}
