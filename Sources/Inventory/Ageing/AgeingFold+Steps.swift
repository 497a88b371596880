import Columns
import Reports
import Values

/// The five steps of a business date, for what it touched.
///
/// Pairs have to do with each other by transfers alone: so steps 1 to 3 are gone pair by pair, then
/// step 4 for all stores, then step 5.
extension AgeingFold {
  /// Ends the present date.
  mutating func settle() {
    net()
    guard !nets.isEmpty else { return }
    joinTransfers()
    var date = PairDate(today: today, prices: prices, countsEffects: today >= flows.from)
    var states = InlineArray<16, PairState>(repeating: PairState())
    var heads = InlineArray<16, LayerPool.Block>(repeating: LayerPool.Block())
    for start in stride(from: 0, to: nets.count, by: states.count) {
      let batch = start..<min(start + states.count, nets.count)
      // One after another, so that the looks at memory overlap.
      for place in batch { states[place - start] = pairs[Int(nets[place].pair)] }
      for place in batch { heads[place - start] = pool.head(states[place - start].chain) }
      for place in batch {
        date.aged.state = states[place - start]
        pool.read(date.aged.state.chain, head: heads[place - start], into: &date.aged.layers)
        stay(nets[place], &date)
      }
    }
    if !transfers.isEmpty {
      send(&date)
      receive(&date)
      for net in nets where net.hasTransfers && state(Int(net.pair)).hasManyLayers {
        load(net, into: &date)
        merge(&date)
        store(date, of: net)
      }
    }
    nets.removeAll(keepingCapacity: true)
    transfers.removeAll(keepingCapacity: true)
  }

  /// Steps 1 to 3 for a pair, and what has to be done before and after them.
  private mutating func stay(_ net: DateNet, _ date: inout PairDate) {
    date.begin(product: net.product)
    if date.countsEffects { keepOpening(date.aged, of: Int(net.pair)) }
    if !date.aged.state.isVoid { change(net, &date) }
    if !net.hasTransfers { merge(&date) }
    date.aged.state.place = -1
    store(date, of: net)
  }

  private mutating func change(_ net: DateNet, _ date: inout PairDate) {
    // Only a count looks for what was lost.
    guard net.adjusted != .zero else {
      var none = LostStock()
      return date.stay(net, lost: &none)
    }
    let before = lost[Int(net.pair)]
    var after = before
    date.stay(net, lost: &after)
    if after != before { lost[Int(net.pair)] = after }
  }

  private func load(_ net: DateNet, into date: inout PairDate) {
    load(Int(net.pair), into: &date.aged)
    date.begin(product: net.product)
  }

  private mutating func store(_ date: PairDate, of net: DateNet) {
    store(date.aged, as: Int(net.pair))
    if date.countsEffects { flows.add(date.effects, store: net.store, category: net.category) }
  }

  private func merge(_ date: inout PairDate) {
    date.aged.merge { [product = date.product] day in
      prices?.cost(Int(product), on: day) ?? .notANumber
    }
  }

  /// Puts the date's transfers in the order of product, store id and reference, those of one pair and
  /// reference together.
  private mutating func joinTransfers() {
    guard !transfers.isEmpty else { return }
    for number in transfers.indices {
      transfers[number].place = pairs[Int(transfers[number].pair)].place
    }
    let ranks = storeRanks
    let nets = nets
    transfers.sort { left, right in
      let (a, b) = (nets[Int(left.place)], nets[Int(right.place)])
      if a.product != b.product { return a.product < b.product }
      let (rankA, rankB) = (ranks[Int(a.store)], ranks[Int(b.store)])
      return rankA == rankB ? references.precedes(left.reference, right.reference) : rankA < rankB
    }
    var joined = 0
    for place in transfers.indices.dropFirst() {
      let next = transfers[place]
      let last = transfers[joined]
      if last.place == next.place, last.reference == next.reference {
        transfers[joined].add(next)
      } else {
        joined += 1
        transfers[joined] = next
      }
    }
    transfers.removeLast(transfers.count - joined - 1)
    for transfer in transfers where transfer.hasNaN { self.nets[Int(transfer.place)].isVoid = true }
  }

  /// The place of each store by its id.
  var storeRanks: [Int32] {
    let order = storeIDs.indices.sorted { left, right in
      guard let a = storeIDs[left], let b = storeIDs[right] else { return storeIDs[right] != nil }
      return a < b
    }
    return IDOrder.places(order)
  }

  /// Step 4: what leaves goes in transit, each part with its date.
  private mutating func send(_ date: inout PairDate) {
    for transfer in transfers {
      let net = nets[Int(transfer.place)]
      guard let amount = transfer.sent.value, amount > 0 else { continue }
      load(net, into: &date)
      guard !date.aged.state.isVoid else { continue }
      let average = date.average
      let effect = date.take(amount) { layer in
        transit.add(
          GoodsInTransit.Slice(
            product: net.product, store: net.store, reference: transfer.reference,
            leftOn: today, layer: layer, unitCost: average))
      }
      date.count(transfer: effect)
      store(date, of: net)
    }
  }

  /// Step 5: what comes in is what left another store, as far as that is found.
  private mutating func receive(_ date: inout PairDate) {
    for transfer in transfers {
      let net = nets[Int(transfer.place)]
      guard let amount = transfer.received.value, amount > 0 else { continue }
      load(net, into: &date)
      guard !date.aged.state.isVoid else { continue }
      let left = transit.take(
        amount, of: net.product, reference: transfer.reference, by: net.store, on: today
      ) { layer, unitCost in
        let effect = date.put(
          layer.quantity, since: layer.day, marks: layer.marks, at: unitCost)
        date.count(transfer: effect)
      }
      if left > 0 {
        let effect = date.put(
          left, since: today, at: MovingAverage.unitCost(date.costToday))
        date.count(transfer: effect)
        unmatched.append(
          UnmatchedTransfer(
            pair: net.pair, reference: transfer.reference, on: today, quantity: left))
      }
      if !date.aged.state.isVoid { date.aged.state.lastReceipt = today }
      store(date, of: net)
    }
  }
}

extension PairState {
  /// Whether some of its layers may have to be put together.
  fileprivate var hasManyLayers: Bool { chain.count > AgedPair.mostLayers }
}
