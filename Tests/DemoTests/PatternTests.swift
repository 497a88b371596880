import Testing
import Values

@testable import Demo

@Suite struct PatternTests {
  private let history = History.usual

  private var sales: [Movement] { history.movements.filter { $0.type == .sale && $0.time != nil } }

  /// Sale movements by day of the history.
  private var perDay: [Int] {
    var counts = [Int](repeating: 0, count: history.simulation.chain.days)
    for sale in sales {
      counts[Bangkok.day(of: sale.time ?? 0) - history.simulation.chain.firstDay] += 1
    }
    return counts
  }

  @Test func `the chain has the promised size`() {
    let simulation = history.simulation
    #expect(simulation.catalog.stores.count >= 6)
    #expect(simulation.catalog.products.count >= 1_200)
    #expect((260_000...300_000).contains(history.movements.count))
    #expect(simulation.movements.total == history.movements.count)
    let names = simulation.catalog.stores.compactMap(\.formerName)
    #expect(names.count == 1)
  }

  @Test func `weekends are busier than Tuesdays`() {
    var week = [Int](repeating: 0, count: 7)
    for (day, count) in perDay.enumerated().dropLast().suffix(196) {
      week[Bangkok.date(history.simulation.chain.firstDay + day).weekday - 1] += count
    }
    #expect(week[5] > week[1] * 13 / 10)
    #expect(week[6] > week[1] * 12 / 10)
  }

  @Test func `the festival is busier than the weeks before it, and the chain grows`() {
    let days = perDay
    let festival = days.count - 75
    let peak = days[festival - 3...festival + 3].reduce(0, +)
    let before = days[festival - 24...festival - 18].reduce(0, +)
    #expect(peak > before * 12 / 10)
    let late = days[170..<198].reduce(0, +)
    let early = days[7..<35].reduce(0, +)
    #expect(late * 100 > early * 105)
  }

  @Test func `few products make most of the sales, some none`() {
    var counts = [Int](repeating: 0, count: history.simulation.catalog.products.count)
    for sale in sales { counts[history.simulation.pairs[sale.pair].product] += 1 }
    let sorted = counts.sorted(by: >)
    let best = sorted.prefix(counts.count / 5).reduce(0, +)
    #expect(best * 2 > sales.count)
    let start = history.simulation.chain.now - 91 * Bangkok.day
    var sold = [Bool](repeating: false, count: counts.count)
    for sale in sales where (sale.time ?? 0) >= start {
      sold[history.simulation.pairs[sale.pair].product] = true
    }
    let dead = sold.count { !$0 }
    #expect(dead >= history.simulation.defects[.deadStock])
    #expect(dead < 100)
  }

  @Test func `goods by weight move by the gram, customers return, shelves run empty`() {
    let pairs = history.simulation.pairs
    let products = history.simulation.catalog.products
    let grams = sales.filter { $0.quantity % 1_000 != 0 }
    #expect(grams.count > 10_000)
    for sale in grams { #expect(products[pairs[sale.pair].product].unit == .kilogram) }
    #expect(sales.count { $0.quantity > 0 } > 1_000)
    #expect(history.simulation.lostSales > 500)
  }

  @Test func `tonight's low stock is a list that a person can work through`() {
    let low = history.simulation.pairs.count {
      $0.hasLevel && $0.reorderLevel > 0 && $0.onHand <= $0.reorderLevel
    }
    #expect((80...450).contains(low))
    #expect(history.simulation.pairs.contains { $0.reorderLevel == 0 })
  }

  @Test(arguments: [30 * 60, 9 * 3_600 + 1_800, 23 * 3_600])
  func `today has begun at any hour`(second: Int) {
    var chain = History.smallChain
    chain.now = Bangkok.start(of: chain.today) + second * Bangkok.second
    let start = Bangkok.start(of: chain.today)
    let today = History(chain).movements.count { ($0.time ?? 0) >= start && $0.time != nil }
    #expect(today >= 15)
  }
}
