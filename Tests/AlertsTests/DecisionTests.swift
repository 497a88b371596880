import Inventory
import StateStore
import Testing
import Values

@testable import Alerts

/// The decision for one product in one store, by values.
@Suite struct DecisionTests {
  private var policy = AlertPolicy()

  /// A product's way through several looks; gives what each one told.
  private func told(
    _ looks: [(hour: Int, item: StockItem?)], muted: Set<Int> = [],
    policy: AlertPolicy = AlertPolicy()
  ) -> [String] {
    var record: AlertRecord?
    return looks.map { hour, item in
      let decision = StockDecision(
        former: record, item: item, isMuted: muted.contains(hour), policy: policy,
        now: Items.hour(hour))
      if let decision { record = decision.record }
      switch decision?.news {
      case nil: return "-"
      case .low(_, let reminder): return reminder == 0 ? "low" : "low again \(reminder)"
      case .outOfStock(_, let reminder): return reminder == 0 ? "out" : "out again \(reminder)"
      case .resolved(_, let isWatched): return isWatched ? "resolved" : "not watched"
      }
    }
  }

  private func levels(_ onHand: [Int], every hours: Int = 1) -> [(Int, StockItem?)] {
    onHand.enumerated().map { ($0 * hours, Items.item(1, onHand: $1)) }
  }

  @Test func `each change is told once`() {
    #expect(
      told(levels([50, 20, 19, 18, 0, -1, 0, 60, 70]))
        == ["-", "low", "-", "-", "out", "-", "-", "resolved", "-"])
  }

  @Test func `what is out of stock at the first look is told as that alone`() {
    #expect(told(levels([0, 0])) == ["out", "-"])
  }

  @Test func `what hovers at its level is low once`() {
    // 22 is not above 20 by more than a tenth; 23 is.
    #expect(
      told(levels([20, 21, 20, 22, 19, 23, 20]))
        == ["low", "-", "-", "-", "-", "resolved", "low"])
    var exact = AlertPolicy()
    exact.rearmMargin = 0
    #expect(told(levels([20, 21, 20]), policy: exact) == ["low", "resolved", "low"])
  }

  @Test func `some stock after none is no news, none again is`() {
    #expect(told(levels([0, 5, 0, 5, 30])) == ["out", "-", "out", "-", "resolved"])
  }

  @Test func `what is below 0 without a level recovers at 0`() {
    func item(_ onHand: Int) -> StockItem { Items.item(1, onHand: onHand, level: 0) }
    #expect(told([(0, item(-1)), (1, item(-2)), (2, item(0))]) == ["out", "-", "resolved"])
  }

  @Test func `what lasts is told again after the interval`() {
    #expect(
      told(levels([10, 10, 10, 0, 0, 0, 0], every: 12))
        == ["low", "-", "low again 1", "out", "-", "out again 2", "-"])
    var never = AlertPolicy()
    never.repeatInterval = 0
    #expect(told(levels([10, 10, 10], every: 48), policy: never) == ["low", "-", "-"])
  }

  @Test func `a recovery is told only if wanted`() {
    var silent = AlertPolicy()
    silent.tellsRecovery = false
    #expect(told(levels([10, 50, 10]), policy: silent) == ["low", "-", "low"])
  }

  @Test func `what is not watched any more is resolved`() {
    #expect(
      told([(0, Items.item(1, onHand: 5)), (1, nil), (2, nil)]) == ["low", "not watched", "-"])
    #expect(told([(0, nil)]) == ["-"])
  }

  @Test func `what changed while muted is told afterwards, if it still holds`() {
    let looks = levels([50, 10, 10, 10, 50, 50])
    #expect(told(looks, muted: [1, 2]) == ["-", "-", "-", "low", "resolved", "-"])
    #expect(told(looks, muted: [1, 2, 3, 4]) == ["-", "-", "-", "-", "-", "-"])
    #expect(told(looks, muted: [4]) == ["-", "low", "-", "-", "-", "resolved"])
    #expect(told(levels([10, 10, 10], every: 24), muted: [24]) == ["low", "-", "low again 2"])
  }

  @Test func `what is not a number stands as it stood`() {
    var unknown = Items.item(1, onHand: 0)
    unknown.onHand = .notANumber
    #expect(
      told([(0, unknown), (1, Items.item(1, onHand: 5)), (2, unknown)]) == ["-", "low", "-"])
  }

  @Test func `an episode that the ledger cannot tell from the last has another number`() throws {
    // Counted up and down by hand: the ledger says the same start twice.
    var ids: [UUIDBytes] = []
    var record: AlertRecord?
    for (hour, onHand) in [5, 50, 5, 0, 5, 0].enumerated() {
      let item = Items.item(1, onHand: onHand)
      let decision = try #require(
        StockDecision(
          former: record, item: item, isMuted: false, policy: policy, now: Items.hour(hour)))
      record = decision.record
      guard let news = decision.news else { continue }
      ids.append(
        AlertEvent(news, item: item, record: decision.record, at: Items.hour(hour)).id)
    }
    #expect(ids.count == 5)
    #expect(Set(ids).count == ids.count)
  }

  @Test func `after a lost state the same episode has the same id, and reminders new ones`() throws
  {
    let item = Items.item(1, onHand: 5)
    func look(_ record: AlertRecord?, _ hour: Int) throws -> (AlertRecord, UUIDBytes?) {
      let decision = try #require(
        StockDecision(
          former: record, item: item, isMuted: false, policy: policy, now: Items.hour(hour)))
      return (
        decision.record,
        decision.news.map {
          AlertEvent($0, item: item, record: decision.record, at: Items.hour(hour)).id
        }
      )
    }
    var sent: Set<UUIDBytes> = []
    var record: AlertRecord?
    var first: UUIDBytes?
    for hour in 0...60 {
      let (next, id) = try look(record, hour)
      record = next
      if first == nil { first = id }
      if let id { #expect(sent.insert(id).inserted) }
    }
    #expect(sent.count == 3)
    // Lost at hour 61.
    record = nil
    for hour in 61...90 {
      let (next, id) = try look(record, hour)
      record = next
      if hour == 61 { #expect(id == first) } else if let id { #expect(!sent.contains(id)) }
    }
    #expect(record?.reminder == 3)
  }
}
