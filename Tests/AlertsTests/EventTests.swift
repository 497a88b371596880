import Foundation
import Inventory
import StateStore
import TestSupport
import Testing
import Values

@testable import Alerts

/// The bytes of events.
@Suite struct EventTests {
  private func event(_ news: StockDecision.News, onHand: Int) throws -> AlertEvent {
    var item = Items.item(1, onHand: onHand)
    item.productName = "Nam \"pla\" \u{E19}\u{E49}\u{E33}\u{1}"
    let decision = try #require(
      StockDecision(
        former: nil, item: item, isMuted: false, policy: AlertPolicy(), now: Items.start))
    return AlertEvent(news, item: item, record: decision.record, at: Items.start)
  }

  @Test func `an alert has the service's own format, key by key`() throws {
    let event = try event(.low(Episode(start: Items.start), reminder: 0), onHand: 15)
    let body = String(decoding: event.written(.plain, for: .notification).body, as: UTF8.self)
    #expect(
      body == """
        {"event_type":"inventory.low_stock_alert","event_id":"\(event.id)",\
        "timestamp":"2023-11-14T22:13:20Z",\
        "data":{"product_id":"00000000-0000-00ab-0000-000000000001",\
        "product_name":"Nam \\"pla\\" \u{E19}\u{E49}\u{E33}\\u0001","sku":"SKU-1",\
        "store_id":"00000000-0000-00ab-0000-000000000001","store_name":"Store 1",\
        "current_quantity":15.0,"reorder_level":20.0,"suggested_order_quantity":50.0,\
        "status":"low","low_since":"2023-11-14","reminder":0}}
        """)
  }

  @Test func `CloudEvents have the same data under their own attributes`() throws {
    let event = try event(.outOfStock(Episode(start: Items.start), reminder: 2), onHand: 0)
    let written = event.written(.cloudevents, for: .notification)
    #expect(written.contentType == "application/cloudevents+json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(written.body)) as? [String: Any])
    #expect(object["specversion"] as? String == "1.0")
    #expect(object["id"] as? String == event.id.description)
    #expect(object["type"] as? String == "inventory.low_stock_alert")
    #expect(object["time"] as? String == "2023-11-14T22:13:20Z")
    let data = try #require(object["data"] as? [String: Any])
    #expect(data["reminder"] as? Int == 2)
    #expect(data["status"] as? String == "out_of_stock")
  }

  @Test func `an id is a UUID of version 5 of what makes the event another`() throws {
    let id = EventIdentity.id(
      "inventory.low_stock_alert", product: Items.id(1), store: Items.id(2), state: .low,
      episode: Episode(start: Items.start), reminder: 0)
    #expect(try id.description == Self.python())
    #expect(id.high >> 12 & 0xF == 5)
    #expect(id.low >> 62 == 2)
    func other(
      product: Int = 1, store: Int = 2, state: StockState = .low, ordinal: Int = 0,
      start: Instant? = Items.start, reminder: Int = 0
    ) -> UUIDBytes {
      EventIdentity.id(
        "inventory.low_stock_alert", product: Items.id(product), store: Items.id(store),
        state: state, episode: Episode(start: start, ordinal: ordinal), reminder: reminder)
    }
    let ids = [
      other(), other(product: 3), other(store: 3), other(state: .outOfStock), other(ordinal: 1),
      other(start: nil), other(reminder: 1),
    ]
    #expect(Set(ids).count == ids.count)
    #expect(ids[0] == id)
  }

  /// What Python's uuid5 gives for the same name.
  private static func python() throws -> String {
    let script = """
      import uuid
      print(uuid.uuid5(uuid.UUID("f5d9e9a4-6e0c-4c57-9b1a-2f7d3f0c8e11"), "\\n".join([
        "inventory.low_stock_alert", "00000000-0000-00ab-0000-000000000001",
        "00000000-0000-00ab-0000-000000000002", "low", "2023-11-14T22:13:20Z", "0", "0"])), end="")
      """
    return try ChildProcess.run(TestPython.path, ["-c", script]).text
  }

  @Test func `decimals are written digit for digit`() {
    var object = JSONObject()
    for (key, value) in [("a", 15_000), ("b", 2_125), ("c", -10), ("d", 100_500)] {
      object.add(key, Int128(value), scale: 3)
    }
    #expect(
      String(decoding: object.text, as: UTF8.self)
        == #"{"a":15.0,"b":2.125,"c":-0.01,"d":100.5}"#)
  }
}
