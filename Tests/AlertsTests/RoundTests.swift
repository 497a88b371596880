import Foundation
import Inventory
import StateStore
import Testing
import Values

@testable import Alerts

/// Rounds over a state: what is written, and what is held.
@Suite struct RoundTests {
  private func round(
    _ items: [StockItem], at hour: Int, in state: StateDatabase, watched: Int? = nil,
    stores: [LowStock.StoreActivity] = [], policy: AlertPolicy = AlertPolicy()
  ) throws -> AlertRound.Result {
    try AlertRound(
      Items.stock(items, watched: watched, stores: stores), policy: policy,
      asOf: Items.hour(hour), clock: Items.hour(hour)
    ).perform(in: state)
  }

  private func data(_ event: QueuedEvent) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(event.event.body))
    return try #require((object as? [String: Any])?["data"] as? [String: Any])
  }

  private var large: AlertPolicy {
    var policy = AlertPolicy()
    policy.massChange = nil
    return policy
  }

  @Test func `a second look is no news`() throws {
    try withState { state in
      let items = (1...5).map { Items.item($0, onHand: $0 * 10) }
      #expect(try round(items, at: 0, in: state).written == 2)
      #expect(try round(items, at: 1, in: state).written == 0)
      #expect(try round(items, at: 24, in: state).written == 2)
      #expect(try state.stateCounts() == [.low: 2])
      let last = try #require(try state.lastRound())
      #expect(last.at == Items.hour(24) && last.watched == 5)
    }
  }

  @Test func `what recovers, and what is gone, is found among what is remembered`() throws {
    try withState { state in
      var items = (1...4).map { Items.item($0, onHand: 5) }
      _ = try round(items, at: 0, in: state)
      items[1] = Items.item(2, onHand: 100)
      items.remove(at: 2)
      #expect(try round(items, at: 1, in: state).written == 2)
      let types = try state.readAlerts { try $0.lowRecords().map(\.product) }
      #expect(types == [Items.id(1), Items.id(4)])
    }
  }

  @Test func `a lost state gives the same ids`() throws {
    let items = (1...20).map { Items.item($0, store: $0 % 3, onHand: $0 % 7 == 0 ? 0 : 5) }
    let ids = try (0...1).map { hour in
      try withState { state in
        _ = try round(items, at: hour, in: state, policy: large)
        return try state.take().map(\.event.id)
      }
    }
    #expect(ids[0].count == 20)
    #expect(ids[0] == ids[1])
  }

  @Test func `too many events become one digest, and are told by it`() throws {
    try withState { state in
      let items = (1...300).map { Items.item($0, store: $0 % 3, onHand: $0 % 4 == 0 ? 0 : 5) }
      let result = try round(items, at: 0, in: state, policy: large)
      #expect(result.isDigest && result.written == 1 && result.news == 300)
      let events = try state.take()
      #expect(events.map(\.event.type) == ["inventory.low_stock_digest"])
      let data = try data(try #require(events.first))
      #expect(data["events"] as? Int == 300)
      #expect(data["low"] as? Int == 225)
      #expect(data["out_of_stock"] as? Int == 75)
      #expect((data["by_store"] as? [[String: Any]])?.count == 3)
      #expect((data["by_supplier"] as? [[String: Any]])?.count == 3)
      let worst = try #require(data["worst"] as? [[String: Any]])
      #expect(worst.count == 20)
      #expect(worst.allSatisfy { $0["status"] as? String == "out_of_stock" })
      #expect(events[0].event.body.count < 20_000)
      // Told, so that the next look is no news, and a single change is one event.
      #expect(try round(items, at: 1, in: state, policy: large).written == 0)
      var changed = items
      changed[0] = Items.item(1, store: 1, onHand: 0)
      #expect(try round(changed, at: 2, in: state, policy: large).written == 1)
    }
  }

  @Test func `a mass change waits for a person, and is told once until then`() throws {
    try withState { state in
      let well = (1...100).map { Items.item($0, onHand: 50) }
      _ = try round(well, at: 0, in: state)
      let broken = (1...100).map { Items.item($0, onHand: $0 <= 31 ? 0 : 50) }
      for hour in 1...3 {
        let result = try round(broken, at: hour, in: state)
        #expect(result.isHeld && result.written == 0 && result.changes == 31)
      }
      #expect(try state.take().map(\.event.type) == ["inventory.mass_change_held"])
      #expect(try state.stateCounts() == [:])
      #expect(try round(broken, at: 25, in: state).isHeld)
      #expect(try state.take().count == 1, "told again after a day")
      // Repaired: nothing happened.
      #expect(try !round(well, at: 26, in: state).isHeld)
      #expect(try state.readAlerts { try $0.holds() }.isEmpty)
      // Real, and confirmed.
      #expect(try round(broken, at: 27, in: state).isHeld)
      try state.changeAlerts { alerts in
        var hold = try #require(try alerts.holds().first)
        hold.confirmedAt = Items.hour(28)
        try alerts.save(hold)
      }
      let result = try round(broken, at: 28, in: state)
      #expect(!result.isHeld && result.written == 31)
      #expect(try state.readAlerts { try $0.holds() }.isEmpty)
    }
  }

  @Test func `30 percent is not too much, and a few products never are`() throws {
    try withState { state in
      let items = (1...100).map { Items.item($0, onHand: $0 <= 30 ? 0 : 50) }
      let result = try round(items, at: 0, in: state)
      #expect(result.written == 30)
    }
    try withState { state in
      let result = try round((1...9).map { Items.item($0, onHand: 0) }, at: 0, in: state)
      #expect(result.written == 9)
    }
  }

  @Test func `a silent store is told and held back, the others are not`() throws {
    try withState { state in
      let items = [Items.item(1, store: 1, onHand: 5), Items.item(1, store: 2, onHand: 5)]
      func stores(_ lastSale: Int) -> [LowStock.StoreActivity] {
        [
          LowStock.StoreActivity(id: Items.id(1), name: "Store 1", lastSale: Items.hour(lastSale)),
          LowStock.StoreActivity(id: Items.id(2), name: "Store 2", lastSale: Items.hour(100)),
          LowStock.StoreActivity(id: Items.id(3), name: "Depot", lastSale: nil),
        ]
      }
      let result = try round(items, at: 100, in: state, stores: stores(51))
      #expect(result.silentStores == ["Store 1"])
      #expect(try round(items, at: 101, in: state, stores: stores(51)).written == 0)
      let events = try state.take()
      #expect(
        events.map(\.event.type) == ["inventory.data_stale", "inventory.low_stock_alert"])
      #expect(try data(events[0])["store_name"] as? String == "Store 1")
      // It sells again.
      #expect(try round(items, at: 102, in: state, stores: stores(102)).written == 1)
      #expect(try state.readAlerts { try $0.holds() }.isEmpty)
      var policy = AlertPolicy()
      policy.silentStores = ["Store 1": nil]
      #expect(
        try round(items, at: 200, in: state, stores: stores(51), policy: policy).silentStores
          == ["Store 2"])
    }
  }

  @Test func `stale data are told once, and again after a day`() throws {
    try withState { state in
      for hour in [0, 1, 23, 24, 25] {
        try StaleNotice.write(
          reason: "the standby is an hour behind", policy: AlertPolicy(), at: Items.hour(hour),
          in: state)
      }
      let events = try state.take()
      #expect(events.map(\.event.type) == ["inventory.data_stale", "inventory.data_stale"])
      #expect(try events.map { try data($0)["reminder"] as? Int } == [0, 1])
      _ = try round([], at: 26, in: state)
      try StaleNotice.write(
        reason: "again", policy: AlertPolicy(), at: Items.hour(27), in: state)
      #expect(try state.take().count == 1)
    }
  }

  @Test func `mutes fit by id or name, and end`() throws {
    try withState { state in
      let items = (1...6).map { Items.item($0, store: $0 % 2, onHand: 5) }
      let mutes = [
        AlertMute(product: "SKU-1"), AlertMute(product: Items.id(2).description),
        AlertMute(store: "Store 1", supplier: "Supplier 0"),
        AlertMute(product: "SKU-4", until: Items.hour(10)), AlertMute(product: "SKU-5 "),
      ]
      for mute in mutes { _ = try state.changeAlerts { try $0.add(mute, at: Items.start) } }
      _ = try round(items, at: 0, in: state)
      func told() throws -> [String] {
        try state.readAlerts { try $0.lowRecords() }.filter { $0.reported != .ok }.map(\.sku)
          .sorted()
      }
      #expect(try told() == ["SKU-5", "SKU-6"])
      _ = try round(items, at: 10, in: state)
      #expect(try told() == ["SKU-4", "SKU-5", "SKU-6"])
      #expect(try state.changeAlerts { try $0.removeMute(1) })
      #expect(try !state.changeAlerts { try $0.removeMute(1) })
      _ = try round(items, at: 11, in: state)
      #expect(try told() == ["SKU-1", "SKU-4", "SKU-5", "SKU-6"])
    }
  }

  @Test func `thousands are decided and written in one go`() throws {
    try withState { state in
      var policy = large
      policy.digestAbove = nil
      let count = 5_000
      let items = (1...count).map { Items.item($0, onHand: 5) }
      let result = try round(items, at: 0, in: state, policy: policy)
      #expect(result.written == count)
      #expect(try state.endpoint("notification").pending == count)
    }
  }
}
