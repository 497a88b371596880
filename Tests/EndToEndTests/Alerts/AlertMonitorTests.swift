import Foundation
import Synchronization
import Testing
import TestServers

/// What the monitors are told of alerts.
struct AlertMonitorTests {
  private func values(_ place: Workplace) throws -> [String: String] {
    let text = try String(contentsOfFile: place.folder + "/inventory.prom", encoding: .utf8)
    return Dictionary(
      uniqueKeysWithValues: try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
        let space = try #require($0.lastIndex(of: " "))
        return (
          String($0[..<space].dropFirst("inventory_reports_".count)),
          String($0[$0.index(after: space)...])
        )
      })
  }

  @Test func `states, deliveries and what waits are measured, and add up over jobs`() throws {
    let database = try AlertPlace.database(products: 3)
    let isBroken = Mutex(false)
    let receiver = try FaultReceiver { _, _ in .status(isBroken.withLock { $0 } ? 400 : 200) }
    try Workplace.lend(database) { (place: inout Workplace) throws in
      AlertPlace.configure(&place, receiver)
      place.environment["REPORT_METRICS_FILE"] = place.folder + "/inventory.prom"
      try AlertPlace.set(onHand: 5, product: 1, in: database)
      try AlertPlace.set(onHand: 0, product: 2, in: database)
      #expect(try place.run("alerts", "run").code == 0)
      var found = try values(place)
      #expect(found["alerts_products{state=\"low\"}"] == "1")
      #expect(found["alerts_products{state=\"out_of_stock\"}"] == "1")
      #expect(found["alerts_watched_products"] == "3")
      #expect(found["alerts_last_run_exit_code"] == "0")
      let decided = Double(found["alerts_last_decided_timestamp_seconds"] ?? "") ?? 0
      #expect(abs(Date().timeIntervalSince1970 - decided) < 600)
      #expect(found["outbox_events{service=\"notification\",status=\"pending\"}"] == "0")
      let delivered = "deliveries_total{service=\"notification\",outcome=\"delivered\"}"
      let count = "delivery_latency_seconds_count{service=\"notification\"}"
      #expect(found[delivered] == "\(receiver.processed.count)" && found[delivered] == found[count])
      let former = try #require(found[delivered].flatMap { Int($0) })
      #expect(former >= 2)
      // Refused for good: a failure of the run, and a dead letter.
      isBroken.withLock { $0 = true }
      try AlertPlace.set(onHand: 1, product: 3, in: database)
      #expect(try place.run("alerts", "run").code == 3)
      found = try values(place)
      #expect(found["outbox_events{service=\"notification\",status=\"dead\"}"] == "1")
      #expect(found["alerts_last_run_exit_code"] == "3")
      #expect(found[delivered] == "\(former)")
      let ended = found["alerts_last_run_timestamp_seconds"]
      // What a person sends again is counted; that nothing was decided meanwhile stays to be seen.
      isBroken.withLock { $0 = false }
      #expect(try place.run("alerts", "replay", "--all").code == 0)
      found = try values(place)
      #expect(found["outbox_events{service=\"notification\",status=\"dead\"}"] == "0")
      #expect(found[delivered] == "\(former + 1)" && found[count] == "\(former + 1)")
      #expect(found["alerts_last_run_timestamp_seconds"] == ended)
      // A run of a report measures its own, and leaves these where they were.
      #expect(try place.run("run", "low-stock", "--force").code == 0)
      let after = try values(place)
      #expect(after[count] == "\(former + 1)")
      #expect(after["last_exit_code{report=\"low-stock\"}"] == "0")
    }
  }

  @Test func `only a run that decides pings, at an address of its own`() throws {
    let database = try AlertPlace.database(products: 1)
    let receiver = try FaultReceiver()
    try Workplace.lend(database) { (place: inout Workplace) throws in
      AlertPlace.configure(&place, receiver)
      let monitor = try PingReceiver(.well, in: place.folder)
      place.environment["ALERTS_HEALTHCHECK_URL"] = monitor.url
      #expect(try place.run("alerts", "flush").code == 0)
      #expect(try place.run("run", "low-stock", "--force").code == 0)
      #expect(try monitor.pings() == [])
      let outcome = try place.run("alerts", "run")
      #expect(outcome.code == 0 && outcome.output + outcome.errors == "")
      #expect(try monitor.pings().map(\.path) == ["/start", "/0"])
      #expect(try monitor.pings().last?.body == "alerts: decided, delivered")
      place.environment["DB_HOST"] = "/nowhere"
      #expect(try place.run("alerts", "run").code == 69)
      #expect(try monitor.pings().map(\.path).suffix(2) == ["/start", "/69"])
      #expect(try monitor.pings().last?.body == "alerts: exit code 69")
    }
  }

  @Test func `a metrics file that cannot be written ends the run with 3, and all is delivered`()
    throws
  {
    let database = try AlertPlace.database(products: 1)
    try AlertPlace.set(onHand: 1, in: database)
    let receiver = try FaultReceiver()
    try Workplace.lend(database) { (place: inout Workplace) throws in
      AlertPlace.configure(&place, receiver)
      place.environment["REPORT_METRICS_FILE"] = "/nowhere/inventory.prom"
      let outcome = try place.run("alerts", "run")
      #expect(outcome.code == 3 && outcome.errors.contains("/nowhere/inventory.prom"))
      #expect(receiver.processed.count == 1)
    }
  }
}
