import Foundation
import Reports
import TestSupport
import Testing

@testable import Inventory

@Suite struct DebugAgeing {
  @Test func debug() throws {
    guard let seed = ProcessInfo.processInfo.environment["DEBUG_SEED"].flatMap({ UInt64($0) })
    else { return }
    let nan = ProcessInfo.processInfo.environment["DEBUG_NAN"] != nil
    let ledger = RandomAgeingLedger(seed: seed, hasNaN: nan)
    var day = ledger.first
    while day <= ledger.date {
      defer { day = day.advanced(by: 1) }
      let end =
        day == ledger.date ? ledger.end : ledger.times.calendar.start(of: day.advanced(by: 1))
      let ageing = BookPlan.Ageing(date: day, end: end)
      var plan = ledger.times.plan()
      plan.need(ageing)
      let book = try TestBook(ledger.stock, plan, prices: ledger.prices).book
      let fold = book.ageings[0]
      for item in ledger.stock.items {
        let model = NaiveAgeing(
          ledger.stock, product: item.id, times: ledger.times, end: end, monthStart: day
        ) { ledger.known(item, $0).prices.cost.value }
        for (store, pair) in model.pairs.sorted(by: { $0.key < $1.key }) {
          let number = book.find(product: item.id, store: store)!
          var aged = AgedPair()
          fold.load(number, into: &aged)
          let average = aged.state.average
          if average.quantity != pair.q || average.value.value != pair.v {
            print(
              "\(day) \(item.id) \(store): Q \(average.quantity) \(pair.q) V \(average.value) \(String(describing: pair.v)) layers \(aged.layers) \(pair.layers)"
            )
            for m in ledger.stock.movements.filter({
              $0.product == item.id && ledger.times.calendar.day(of: $0.instant) == day
            }).sorted(by: { $0.instant < $1.instant }) { print(m) }
            return
          }
        }
      }
    }
  }
}
