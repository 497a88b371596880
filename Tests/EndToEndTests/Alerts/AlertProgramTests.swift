import Demo
import Foundation
import GRDB
import NIOHTTP1
import Postgres
import StateStore
import Synchronization
import Testing
import TestServers
import Values

/// The command `alerts`, as a person and cron see it.
struct AlertProgramTests {
  @Test func `a change is told once, by the time of the snapshot and with the suggestion`() throws {
    let database = try AlertPlace.database(products: 3)
    let receiver = try FaultReceiver()
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      #expect(try place.run("alerts", "run").code == 0)
      #expect(receiver.all.isEmpty)
      try AlertPlace.set(onHand: 15, product: 2, in: database)
      for _ in 0..<2 { #expect(try place.run("alerts", "run").code == 0) }
      #expect(receiver.all.count == 1)
      let request = try #require(receiver.all.first)
      #expect(request.uri == "/api/notifications/events")
      #expect(request.data["sku"] as? String == "SKU-2")
      #expect(request.data["current_quantity"] as? Double == 15)
      #expect(request.data["reorder_level"] as? Double == 20)
      // min_max: up to 100.
      #expect(request.data["suggested_order_quantity"] as? Double == 85)
      #expect(request.data["status"] as? String == "low")
      #expect(request.data["reminder"] as? Int == 0)
      let listed = try place.run("alerts", "list", "--json").output
      #expect(listed.contains("\"SKU-2\"") && !listed.contains("\"SKU-1\""))
      // A lost state: the same id again, and no other.
      try FileManager.default.removeItem(atPath: place.folder + "/state")
      try place.expectFailure(
        ["alerts", "run"], code: 78, says: ["is missing", "state restore", "--accept-loss"])
      #expect(receiver.all.count == 1)
      #expect(try place.run("state", "init", "--accept-loss").code == 0)
      #expect(try place.run("alerts", "run").code == 0)
      #expect(receiver.all.count == 2)
      #expect(receiver.all[0].id == receiver.all[1].id)
      try AlertPlace.set(onHand: 50, product: 2, in: database)
      let outcome = try place.run("alerts", "run", "--json")
      #expect(outcome.output.contains("\"events\" : 1"))
      #expect(receiver.all.last?.data["status"] as? String == "ok")
    }
  }

  @Test func `prices that cannot be remembered keep no alert back, and are told of`() throws {
    let database = try AlertPlace.database(products: 2)
    let receiver = try FaultReceiver()
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      #expect(try place.run("alerts", "run").code == 0)
      try AlertPlace.set(onHand: 15, product: 2, in: database)
      let state = try StateDatabase(folder: place.folder + "/state")
      try DatabaseQueue(path: state.path).write { database in
        try database.execute(
          sql: "CREATE TRIGGER full BEFORE INSERT ON price_catalogue"
            + " BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
      }
      try place.expectFailure(
        ["alerts", "run"], code: 3, says: ["disk is full", "prices were not recorded"])
      #expect(receiver.all.count == 1)
    }
  }

  @Test func `two runs at once: one works, the other leaves at once`() throws {
    let database = try AlertPlace.database(products: 1)
    try AlertPlace.set(onHand: 1, in: database)
    let mayAnswer = Mutex(false)
    let receiver = try FaultReceiver { _, _ in
      mayAnswer.withLock { $0 } ? .status(200) : .hang
    }
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      place.environment["ALERTS_TIMEOUT"] = "5s"
      let first = try place.start(["alerts", "run"])
      try waitUntil("the first run sends") { !receiver.all.isEmpty }
      try place.expectFailure(["alerts", "run"], code: 75, says: ["another process"])
      try place.expectFailure(["alerts", "flush"], code: 75, says: ["another process"])
      mayAnswer.withLock { $0 = true }
      #expect(try first.wait().code == 0)
      #expect(try place.run("alerts", "run").code == 0)
    }
  }

  @Test func `a service that is not there: 3, and the next flush delivers`() throws {
    let database = try AlertPlace.database(products: 2)
    try AlertPlace.set(onHand: 1, in: database)
    let receiver = try FaultReceiver()
    receiver.close()
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      place.environment["ALERTS_DELIVERY_BUDGET"] = "1s"
      try place.expectFailure(
        ["alerts", "run"], code: 3, says: ["2 events wait", "connection refused"])
      let status = try place.run("alerts", "status", "--json").output
      #expect(status.contains("\"waiting\" : 2"))
      #expect(status.contains("\"overdue\" : false"))
      #expect(try place.run("alerts", "status").output.contains("connection refused"))
      try receiver.open()
      place.environment["ALERTS_DELIVERY_BUDGET"] = "15s"
      #expect(try place.run("alerts", "flush").code == 0)
      #expect(receiver.processed.count == 2)
    }
  }

  @Test func `no secret is ever shown`() throws {
    let database = try AlertPlace.database(products: 1)
    try AlertPlace.set(onHand: 1, in: database)
    // A service that echoes what it was sent.
    let receiver = try FaultReceiver { _, request in
      .status(401, header: ("Echo", request.headers.first(name: "Authorization") ?? ""))
    }
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      func expectSilence(_ words: [String], code: Int32) throws -> String {
        let outcome = try place.run(words)
        let text = outcome.output + outcome.errors
        #expect(outcome.code == code, "\(text)")
        #expect(!text.contains(AlertPlace.token), "\(words)")
        #expect(!text.contains(AlertPlace.secret.dropFirst(6)), "\(words)")
        return text
      }
      let tested = try expectSilence(["alerts", "test"], code: 3)
      #expect(tested.contains("Bearer ***") && tested.contains("answered 401"))
      #expect(tested.contains("inventory.test") && tested.contains("webhook-signature: v1,"))
      _ = try expectSilence(["alerts", "run", "--verbose"], code: 3)
      let dead = try expectSilence(["alerts", "dead"], code: 0)
      #expect(dead.contains("answered 401"))
      _ = try expectSilence(["alerts", "status"], code: 0)
      let shown = try expectSilence(["config", "show"], code: 0)
      #expect(shown.contains("NOTIFICATION_TOKEN"))
      place.environment["ALERTS_PLAIN_TOKEN"] = "false"
      _ = try expectSilence(["alerts", "run"], code: 78)
      place.environment["ALERTS_PLAIN_TOKEN"] = "true"
      place.environment["NOTIFICATION_SECRET"] = "whsec_" + AlertPlace.token
      _ = try expectSilence(["alerts", "run"], code: 78)
    }
  }

  @Test func `without a service alerts say what to set`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_STATE"] = place.folder + "/state"
      try place.expectFailure(
        ["alerts", "run"], code: 78, says: ["NOTIFICATION_SERVICE_URL"])
    }
  }

  @Test func `a mass change is held until it is confirmed`() throws {
    let database = try AlertPlace.database(products: 20)
    let receiver = try FaultReceiver()
    try Workplace.lend(database) { place in
      AlertPlace.configure(&place, receiver)
      place.environment["ALERTS_MASS_CHANGE"] = nil
      #expect(try place.run("alerts", "run").code == 0)
      try AlertPlace.set(onHand: 0, in: database)
      for _ in 0..<2 {
        try place.expectFailure(["alerts", "run"], code: 3, says: ["20 of 20", "alerts confirm"])
      }
      #expect(receiver.all.count == 1)
      #expect(try place.run("alerts", "status").output.contains("mass_change"))
      #expect(try place.run("alerts", "confirm").output.contains("20 of 20"))
      #expect(try place.run("alerts", "run").code == 0)
      #expect(receiver.all.count == 21)
      #expect(try place.run("alerts", "confirm").output.contains("no mass change waits"))
    }
  }

  @Test func `mutes and dead letters by command`() throws {
    let database = try AlertPlace.database(products: 2)
    try AlertPlace.set(onHand: 1, in: database)
    let isBroken = Mutex(true)
    let receiver = try FaultReceiver { _, _ in
      .status(isBroken.withLock { $0 } ? 400 : 200)
    }
    try Workplace.lend(database) { (place: inout Workplace) throws in
      AlertPlace.configure(&place, receiver)
      #expect(try place.run("alerts", "mute").code == 64)
      #expect(try place.run("alerts", "mute", "--product", "SKU-1", "--note", "ends").code == 0)
      #expect(
        try place.run("alerts", "mute", "--store", "Siam Square", "--until", "2020-01-01").code
          == 64)
      #expect(try place.run("alerts", "list").output.contains("ends"))
      #expect(try place.run("alerts", "run").code == 3)
      #expect(receiver.all.map { $0.data["sku"] as? String } == ["SKU-2"])
      isBroken.withLock { $0 = false }
      #expect(try place.run("alerts", "replay", UUID().uuidString).code == 64)
      #expect(try place.run("alerts", "replay", receiver.all[0].id).code == 0)
      #expect(receiver.processed.count == 1)
      #expect(try place.run("alerts", "dead").output.contains("no event was given up"))
      #expect(try place.run("alerts", "unmute", "1").code == 0)
      #expect(try place.run("alerts", "unmute", "1").code == 64)
      #expect(try place.run("alerts", "run").code == 0)
      #expect(receiver.processed.map { $0.data["sku"] as? String } == ["SKU-2", "SKU-1"])
    }
  }

  @Test func `prune forgets what was given up long ago, and nothing that waits`() throws {
    try Workplace.lend { place in
      let state = try StateDatabase(folder: place.folder + "/state")
      let old = Instant.now.advanced(days: -100)
      func event(_ number: UInt64) -> OutboxEvent {
        OutboxEvent(
          id: UUIDBytes(high: 7, low: number), endpoint: "notification", type: "t", lane: [],
          contentType: "text/plain", body: [])
      }
      /// Whether it is remembered: what is, is not written again.
      func isKnown(_ number: UInt64) throws -> Bool {
        try state.changeAlerts { try $0.enqueue(event(number), at: old) == false }
      }
      for number in 0..<3 as Range<UInt64> { #expect(try !isKnown(number)) }
      let first = try #require(try state.dueEvents(of: "notification", at: .now, limit: 1).first)
      try state.record(
        [DeliveryRecord(sequence: first.sequence, at: old, ending: .dead, error: nil)],
        of: EndpointRecord(name: "notification"))
      for words in [["400"], ["1", "--dry-run"], ["1", "inventory-valuation"]] {
        #expect(try place.run(["prune", "--keep-daily"] + words).code == 0)
        #expect(try isKnown(0))
      }
      #expect(try place.run("prune", "--keep-daily", "1").code == 0)
      #expect(try state.endpoint("notification").pending == 2)
      #expect(try !isKnown(0))
    }
  }

  @Test func `published reports tell the services that order and keep the books`() throws {
    let database = try AlertPlace.database(products: 2)
    // Two days ago, so that yesterday's movements change the value of yesterday.
    try database.execute(
      """
      UPDATE products_inventory SET cost_price = 10;
      UPDATE stock_movements SET created_at = now() - interval '10 days';
      """)
    try AlertPlace.set(onHand: 5, in: database)
    try database.execute(
      """
      UPDATE stock_movements SET created_at = date_trunc('day', now() AT TIME ZONE 'Asia/Bangkok')
        AT TIME ZONE 'Asia/Bangkok' - interval '5 hours' WHERE quantity_after = 5
      """)
    let isBroken = Mutex(true)
    let receiver = try FaultReceiver { _, _ in
      .status(isBroken.withLock { $0 } ? 400 : 200)
    }
    try Workplace.lend(database) { place in
      place.environment.merge([
        "FINANCE_SERVICE_URL": receiver.url, "FINANCE_VALUE_CHANGE": "10",
        "PURCHASE_SERVICE_URL": receiver.url, "REPORT_STATE": place.folder + "/state",
      ]) { $1 }
      let words = ["run", "inventory-valuation", "reorder-suggestions", "--force"]
      let failed = try place.run(words + ["--output", "told"])
      #expect(failed.code == 3, "\(failed.errors)")
      #expect(failed.errors.contains("were given up: see"))
      #expect(try place.run("verify", place.folder + "/told").code == 0)
      isBroken.withLock { $0 = false }
      #expect(try place.run("alerts", "replay", "--all").code == 0)
      let value = try #require(receiver.processed.first { $0.uri == "/api/finance/events" })
      #expect(value.data["store_name"] as? String == "Siam Square")
      #expect(value.data["opening_value"] as? Double == 1_000)
      #expect(value.data["closing_value"] as? Double == 100)
      #expect(value.data["currency"] as? String == "THB")
      let orders = receiver.processed.filter { $0.uri == "/api/purchase/events" }
      #expect(orders.count == 2)
      #expect(orders.first?.data["suggested_quantity"] as? Double == 95)
      // The same figures again are no news.
      #expect(try place.run(words + ["--output", "told"]).code == 0)
      #expect(receiver.processed.count == 3)
    }
  }

  @Test(arguments: ["running", "published"])
  func `a run that was killed before it told is told of by the next`(left: String) throws {
    let database = try AlertPlace.database(products: 2)
    try AlertPlace.set(onHand: 5, in: database)
    let receiver = try FaultReceiver { _, _ in .status(200) }
    try Workplace.lend(database) { place in
      place.environment.merge([
        "PURCHASE_SERVICE_URL": receiver.url, "REPORT_STATE": place.folder + "/state",
      ]) { $1 }
      // The events are read from CSV files, which are made for that.
      let words = ["run", "reorder-suggestions", "--format", "xlsx"]
      let first = try place.run(words)
      #expect(first.code == 0, "\(first.errors)")
      #expect(receiver.processed.count == 2)
      let former = receiver.all.map(\.body)
      // As a kill leaves it between the folder's link and the events.
      let queue = try DatabaseQueue(path: place.folder + "/state/state.sqlite")
      try queue.write { state in
        try state.execute(sql: "DELETE FROM alert_outbox")
        try state.execute(
          sql: """
            UPDATE run SET state = :left, events_pending = 1,
              period = CASE :left WHEN 'running' THEN NULL ELSE period END
            WHERE run = (SELECT max(run) FROM run)
            """, arguments: ["left": left])
      }
      try queue.close()
      // Also where nothing is due.
      #expect(try place.run("run", "--due", "reorder-suggestions").code == 0)
      #expect(receiver.processed.count == 4)
      #expect(Set(receiver.all.dropFirst(2).map(\.body)) == Set(former))
      #expect(try place.run(words).code == 0)
      #expect(receiver.processed.count == 4)
    }
  }
}

extension Instant {
  fileprivate func advanced(days: Int64) -> Instant {
    Instant(microseconds: microseconds + days * 86_400_000_000)
  }
}
