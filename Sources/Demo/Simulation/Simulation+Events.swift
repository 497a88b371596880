/// What is to happen on a day.
extension Simulation {
  /// The day's events in order of time.
  mutating func events(on day: Int) -> [Event] {
    var events = plan.events[day]
    for store in catalog.stores.indices {
      if day > 0 && (day + store * 4) % 30 == 24 { addStocktake(store, &events) }
      addReceipts(day, store, &events)
      addOnlineOrders(day, store, &events)
      for number in 0..<random.below(5) { addTransfer(day, store, number: number + 1, &events) }
    }
    addDeliveries(day, &events)
    for index in events.indices { events[index].order = index }
    events.sort { $0.time != $1.time ? $0.time < $1.time : $0.order < $1.order }
    return events
  }

  private mutating func addReceipts(_ day: Int, _ store: Int, _ events: inout [Event]) {
    var lines = demand.lines(day, in: catalog.stores[store], &random)
    var number = 0
    while lines > 0 {
      number += 1
      let time = demand.openTime(&random)
      let isReturn = random.chance(perMille: 25)
      let size = isReturn ? 1 : min(lines, 1 + random.below(3) + random.below(3))
      lines -= size
      addLines(
        size, isReturn ? .customerReturn : .sale, day, store, time: time, number: number, &events)
    }
  }

  /// The lines of one receipt: one transaction, in which an article may come several times.
  private mutating func addLines(
    _ count: Int, _ kind: Event.Kind, _ day: Int, _ store: Int, time: Int, number: Int,
    _ events: inout [Event]
  ) {
    for _ in 0..<count {
      let pair = assortment.pick(family: demand.family(day, &random), in: store, &random)
      let product = pairs[pair].product
      guard day <= catalog.products[product].lastSaleDay else { continue }
      let unit = catalog.products[product].unit
      // Few customers bring back more than one piece.
      let isReturn = if case .customerReturn = kind { true } else { false }
      let scans = !isReturn && random.chance(perMille: 25) ? random.between(2, 3) : 1
      for _ in 0..<scans {
        let quantity =
          isReturn && unit != .kilogram ? Thousandths.unit : unit.saleQuantity(&random)
        events.append(
          Event(time: time, pair: pair, kind: kind, quantity: quantity, number: number))
      }
    }
  }

  /// Orders from the chain's web shop, which never closes.
  ///
  /// Today has some even before the shops open, so that its part of the history is never empty
  /// unless it has just begun.
  private mutating func addOnlineOrders(_ day: Int, _ store: Int, _ events: inout [Event]) {
    var elapsed = Bangkok.day
    if day == chain.days - 1 { elapsed = chain.now - Bangkok.start(of: chain.today) }
    guard elapsed >= 10 * Bangkok.second else { return }
    let orders = max(3, chain.saleLinesPerStoreDay / 50)
    for number in 1...orders {
      let second = random.below(elapsed / Bangkok.second)
      addLines(
        1 + random.below(2), .onlineSale, day, store,
        time: second * Bangkok.second + random.below(Bangkok.second), number: number, &events)
    }
  }

  /// Counts a shop's shelves before it opens: one transaction; most counts agree.
  private mutating func addStocktake(_ store: Int, _ events: inout [Event]) {
    let time = 4 * Bangkok.hour + random.below(Bangkok.hour)
    for pair in pairs.indices where pairs[pair].store == store {
      guard random.chance(perMille: 150) else { continue }
      let unit = catalog.products[pairs[pair].product].unit
      // More is missing than found.
      var difference = random.between(1, unit == .kilogram ? 300 : 2) * unit.step
      if random.chance(perMille: 650) { difference = -difference }
      events.append(
        Event(time: time, pair: pair, kind: .stocktake, quantity: difference, number: 1))
    }
  }

  private mutating func addTransfer(
    _ day: Int, _ store: Int, number: Int, _ events: inout [Event]
  ) {
    let pair = assortment.pick(family: demand.family(day, &random), in: store, &random)
    let other = (store + 1 + random.below(catalog.stores.count - 1)) % catalog.stores.count
    let product = catalog.products[pairs[pair].product]
    guard product.isActive, day <= product.lastSaleDay,
      let partner = assortment.pair(of: pairs[pair].product, in: other)
    else { return }
    let time = 8 * Bangkok.hour + random.below(3_600) * 12 * Bangkok.second
    events.append(
      Event(
        time: time + random.below(Bangkok.second), pair: pair, kind: .transfer,
        quantity: random.between(1, 6) * Thousandths.unit, number: number, partner: partner))
  }

  /// What suppliers bring in the morning: one transaction for each shop and supplier.
  private mutating func addDeliveries(_ day: Int, _ events: inout [Event]) {
    let suppliers = catalog.suppliers.count + 1
    let times = (0..<suppliers * catalog.stores.count).map { _ in
      5 * Bangkok.hour + Bangkok.hour / 2 + random.below(200 * 60) * Bangkok.second
        + random.below(Bangkok.second)
    }
    for delivery in deliveries[day] {
      let pair = pairs[delivery.pair]
      let supplier = catalog.products[pair.product].supplier ?? suppliers - 1
      events.append(
        Event(
          time: times[pair.store * suppliers + supplier], pair: delivery.pair, kind: .delivery,
          quantity: delivery.quantity, number: supplier + 1))
    }
    deliveries[day] = []
  }
}
