import Testing

@testable import Demo

@Suite struct LedgerTests {
  private let history = History.usual

  @Test func `chains are whole but for what was planted`() {
    var after = [Int?](repeating: nil, count: history.simulation.pairs.count)
    var broken = 0
    var wrong = 0
    for movement in history.movements where movement.time != nil {
      if let last = after[movement.pair], last != movement.quantityBefore { broken += 1 }
      after[movement.pair] = movement.quantityAfter
      guard movement.quantity != Thousandths.notANumber else { continue }
      if movement.quantityBefore + movement.quantity != movement.quantityAfter { wrong += 1 }
    }
    #expect(broken == 5)
    #expect(wrong == 4)
    for (pair, after) in zip(history.simulation.pairs, after) { #expect(pair.onHand == after) }
  }

  @Test func `movements of one instant can be put in order by their quantities`() {
    var seen = [(time: Int, before: [Int])](
      repeating: (0, []), count: history.simulation.pairs.count)
    var together = 0
    for movement in history.movements {
      guard let time = movement.time else { continue }
      if seen[movement.pair].time != time {
        seen[movement.pair] = (time, [])
      } else {
        together += 1
        #expect(!seen[movement.pair].before.contains(movement.quantityBefore))
      }
      seen[movement.pair].before.append(movement.quantityBefore)
    }
    #expect(together > 1_000)
  }

  @Test func `transfers net to zero and share their document and instant`() {
    let transfers = history.movements.filter { $0.type == .transfer }
    #expect(transfers.count > 2_000)
    for index in stride(from: 0, to: transfers.count, by: 2) {
      let (sent, received) = (transfers[index], transfers[index + 1])
      #expect(sent.quantity + received.quantity == 0)
      #expect(sent.time == received.time)
      #expect(sent.reference.text == received.reference.text)
      let pairs = history.simulation.pairs
      #expect(pairs[sent.pair].product == pairs[received.pair].product)
      #expect(pairs[sent.pair].store != pairs[received.pair].store)
    }
  }

  @Test func `movements come in order of time, within the history, at believable hours`() {
    let chain = history.simulation.chain
    var last = chain.startInstant
    for movement in history.movements {
      guard let time = movement.time else { continue }
      #expect(time >= last && time <= chain.now)
      last = time
      guard movement.type == .sale, movement.reference.kind == .receipt else { continue }
      let hour = (time + Bangkok.offset) % Bangkok.day / Bangkok.hour
      #expect((9..<21).contains(hour))
    }
  }

  @Test func `quantities fit DECIMAL(10,3) and stock is negative only where planted`() {
    let limit = 10_000_000_000
    for movement in history.movements where movement.quantity != Thousandths.notANumber {
      #expect(abs(movement.quantity) < limit && abs(movement.quantityAfter) < limit)
    }
    let numbers = history.simulation.pairs.filter { $0.onHand != Thousandths.notANumber }
    #expect(numbers.count == history.simulation.pairs.count - 1)
    #expect(numbers.count { $0.onHand < 0 } == 12)
  }
}

extension Reference {
  fileprivate var text: String { "\(kind.rawValue) \(store) \(dayNumber) \(number)" }
}
