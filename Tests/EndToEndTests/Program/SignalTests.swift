import Demo
import Foundation
import Postgres
import Testing
import TestServers

/// A run that is stopped ends soon and leaves nothing.
struct SignalTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal during a run`(signal: Int32) throws {
    let database = try TestDatabase(InventorySchema.all)
    var holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE stock_movements", name: "lock")
    try Workplace.lend(database) { place in
      let before = try Workplace.contents(of: place.output)
      let program = try place.start(["run", "--all", "--date", Workplace.day, "--force"])
      try waitUntil("the run waits for the lock") {
        try database.value(Self.waiting) != "0" || !program.isRunning
      }
      let clock = ContinuousClock()
      let sent = clock.now
      program.send(signal)
      let outcome = try program.wait()
      #expect(clock.now - sent < .seconds(30))
      #expect(outcome.code == 128 + signal, "\(outcome.errors)")
      #expect(outcome.output == "")
      #expect(outcome.errors.contains("stopped"), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(try Workplace.contents(of: place.output) == before)
      try waitUntil("the server knows") { try database.value(Self.waiting) == "0" }
    }
    try holder.execute("ROLLBACK", name: "lock")
  }

  @Test func `what nohup starts goes on when its terminal is gone`() throws {
    let database = try TestDatabase(InventorySchema.all)
    var holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE stock_movements", name: "lock")
    try Workplace.lend(database) { place in
      place.starter = ["nohup"]
      let program = try place.start(["run", "--all", "--date", Workplace.day, "--force"])
      try waitUntil("the run waits for the lock") {
        try database.value(Self.waiting) != "0" || !program.isRunning
      }
      program.send(SIGHUP)
      program.send(SIGTERM)
      #expect(try program.wait().code == 128 + SIGTERM)
    }
    try holder.execute("ROLLBACK", name: "lock")
  }

  @Test func `a signal after the result is printed prints no second document`() throws {
    let database = try AlertPlace.database(products: 2)
    try AlertPlace.set(onHand: 5, in: database)
    let receiver = try FaultReceiver { _, _ in .hang }
    try Workplace.lend(database) { place in
      place.environment["PURCHASE_SERVICE_URL"] = receiver.url
      let words = ["run", "reorder-suggestions", "--force", "--json", "--output", "told"]
      let program = try place.start(words)
      try waitUntil("a service is told") { !receiver.all.isEmpty || !program.isRunning }
      program.send(SIGINT)
      let outcome = try program.wait()
      #expect(outcome.code == 128 + SIGINT, "\(outcome.errors)")
      #expect(outcome.errors.contains("stopped"), "\(outcome.errors)")
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(document["run"] is String)
    }
  }

  @Test func `a statement that takes longer than it may is ended on the server`() throws {
    let database = try TestDatabase(InventorySchema.all)
    var holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE stock_movements", name: "lock")
    try Workplace.lend(database) { place in
      place.environment["DB_STATEMENT_TIMEOUT"] = "1s"
      try place.expectFailure(
        ["run", "--all", "--date", Workplace.day, "--force"], code: 75,
        says: ["57014", "database.statement_timeout"])
      #expect(try database.value(Self.waiting) == "0")
    }
    try holder.execute("ROLLBACK", name: "lock")
  }

  @Test func `a killed run leaves nothing that counts, and the next one cleans up`() throws {
    // Enough rows that the files are still being written when the kill comes.
    let database = try TestDatabase()
    try DataSet.bangkok.fill(database)
    try database.beginLedger()
    try Workplace.lend(database) { place in
      let words = ["run", "--all", "--date", Workplace.day, "--force"]
      let former = try Workplace.contents(of: place.output)
      for _ in 0..<3 {
        let program = try place.start(words)
        try waitUntil("a file is being written") {
          try Workplace.contents(of: place.output) != former || !program.isRunning
        }
        program.send(SIGKILL)
        _ = try program.wait()
        #expect(try place.run("verify", place.output).code == 0)
      }
      #expect(try place.run(words).code == 0)
      let runs = try FileManager.default.contentsOfDirectory(
        atPath: place.output + "/inventory-valuation/.runs")
      #expect(try place.run("verify", place.output).code == 0)
      #expect(
        runs.allSatisfy { name in
          name.hasPrefix(".lock")
            || FileManager.default.fileExists(
              atPath: "\(place.output)/inventory-valuation/.runs/\(name)/datapackage.json")
        }, "\(runs)")
    }
  }

  private static let waiting = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
    """
}
