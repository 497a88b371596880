import Values

/// What an event does to the stock.
extension Simulation {
  mutating func happen(
    _ event: Event, on day: Int, _ sink: (Movement) throws -> Void
  ) rethrows {
    let pair = event.pair
    let unit = Thousandths.unit
    let time = Bangkok.start(of: chain.firstDay + day) + event.time
    switch event.kind {
    case .sale, .onlineSale, .customerReturn, .delivery, .stocktake, .transfer:
      guard day < pairs[pair].quietFrom else { return }
      try happenOrdinary(event, on: day, at: time, sink)
    case .oversale:
      let quantity = -pairs[pair].onHand - event.quantity
      try emit(pair, .sale, quantity, reference(.receipt, event, day), nil, at: time, sink)
    case .brokenChain:
      pairs[pair].onHand += event.quantity
      try emit(
        pair, .adjustment, unit, reference(.correction, event, day), .recount, at: time, sink)
    case .wrongSum:
      try emit(
        pair, .adjustment, unit, reference(.correction, event, day), .recount, at: time,
        error: event.quantity, sink)
    case .writeOff:
      let quantity = pairs[pair].onHand >= unit ? -unit : unit
      try emit(
        pair, .writeOff, quantity, reference(.correction, event, day), .writeOff, at: time, sink)
    case .lowerCaseSale:
      let quantity = pairs[pair].onHand >= unit ? -unit : unit
      try emit(pair, .lowerCaseSale, quantity, reference(.online, event, day), nil, at: time, sink)
    case .closing:
      let rest = -pairs[pair].onHand
      guard rest != 0 else { return }
      try emit(
        pair, .adjustment, rest, reference(.correction, event, day), .closed, at: time, sink)
    case .notANumber:
      try emitNotANumber(event, reference(.correction, event, day), at: time, sink)
    case .echo(let wrongTime):
      let onHand = pairs[pair].onHand
      try hand(
        Movement(
          id: UUIDBytes(from: &identifiers), pair: pair, type: .sale, quantity: -unit,
          quantityBefore: onHand + unit, quantityAfter: onHand,
          reference: reference(.receipt, event, day), note: nil, createdAt: wrongTime), sink)
    }
  }

  private mutating func happenOrdinary(
    _ event: Event, on day: Int, at time: Int, _ sink: (Movement) throws -> Void
  ) rethrows {
    let pair = event.pair
    let onHand = pairs[pair].onHand
    switch event.kind {
    case .sale, .onlineSale:
      let sold = min(onHand, event.quantity)
      if sold < event.quantity { lostSales += 1 }
      if sold > 0 {
        let kind: Reference.Kind = if case .sale = event.kind { .receipt } else { .online }
        try emit(pair, .sale, -sold, reference(kind, event, day), nil, at: time, sink)
      }
      order(pair, on: day)
    case .customerReturn:
      try emit(
        pair, .sale, event.quantity, reference(.receipt, event, day), .customerReturn, at: time,
        sink)
    case .delivery:
      guard day < pairs[pair].unsuppliedFrom else { return }
      pairs[pair].incoming -= event.quantity
      try emit(
        pair, .purchase, event.quantity, reference(.order, event, day), nil, at: time, sink)
    case .stocktake:
      let difference = max(event.quantity, -onHand)
      guard difference != 0 else { return }
      try emit(
        pair, .adjustment, difference, reference(.stocktake, event, day), .stocktake, at: time,
        sink)
    case .transfer:
      try transfer(event, on: day, at: time, sink)
    default: return
    }
  }

  /// Both rows of a transfer, when the sender can spare something and the receiver is open.
  private mutating func transfer(
    _ event: Event, on day: Int, at time: Int, _ sink: (Movement) throws -> Void
  ) rethrows {
    let spare = pairs[event.pair].onHand / 2 / Thousandths.unit * Thousandths.unit
    let quantity = min(event.quantity, spare)
    guard quantity > 0, day < pairs[event.partner].quietFrom else { return }
    let reference = reference(.transfer, event, day)
    try emit(event.pair, .transfer, -quantity, reference, .transfer, at: time, sink)
    try emit(event.partner, .transfer, quantity, reference, .transfer, at: time, sink)
    order(event.pair, on: day)
  }

  /// Orders when what is there and under way has come down to the order point.
  private mutating func order(_ pair: Int, on day: Int) {
    let position = pairs[pair].onHand + pairs[pair].incoming
    let product = catalog.products[pairs[pair].product]
    guard position <= pairs[pair].orderPoint, day < product.lastSaleDay else { return }
    let packs = (pairs[pair].orderUpTo - position + product.pack - 1) / product.pack
    guard packs > 0 else { return }
    let quantity = packs * product.pack
    let supplier = product.supplier.map { catalog.suppliers[$0] }
    var arrival = day + (supplier?.leadDays ?? 3) + random.below(2)
    if random.chance(perMille: supplier?.latePerMille ?? 50) { arrival += random.between(4, 10) }
    pairs[pair].incoming += quantity
    guard arrival < chain.days else { return }
    deliveries[arrival].append(Delivery(pair: pair, quantity: quantity))
  }
}
