import Demo
import Foundation
import Postgres
import Publishing
import StateStore
import Testing
import TestServers

/// One process makes a report at a time, whatever machine it runs on.
struct LockTests {
  private static let words = ["run", "inventory-valuation", "--date", Workplace.day, "--force"]

  @Test func `a held report is not touched, and its holder is named`() throws {
    try Workplace.lend { place in
      let lock = try RunLock(
        output: place.output, report: "inventory-valuation", holder: "process 7 on elsewhere")
      try #require(lock != nil)
      try place.expectFailure(
        Self.words, code: 75, says: ["inventory-valuation", "process 7 on elsewhere", "--wait"])
      #expect(try place.run("status").output.contains("process 7 on elsewhere"))
      // The others are made.
      let both = try place.run(Self.words + ["movement-summary"])
      #expect(both.code == 3, "\(both)")
      extendLifetime(lock)
    }
  }

  @Test func `a run waits for a lock as long as it is told`() throws {
    try Workplace.lend { place in
      let report = "inventory-valuation"
      var lock = try RunLock(output: place.output, report: report, holder: "a test")
      let program = try place.start(Self.words + ["--wait", "60s"])
      Thread.sleep(forTimeInterval: 1)
      #expect(program.isRunning)
      lock = nil
      #expect(try program.wait().code == 0)
      #expect(lock == nil)
      #expect(try RunLock.holder(output: place.output, report: report) == nil)
    }
  }

  @Test func `who may not open the locks is told so, and no run is called dead`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      let runs = place.output + "/inventory-valuation/.runs"
      let id = try #require(
        try PublishedReports(output: place.output).latest(
          of: "inventory-valuation")
      ).id.text
      do {
        let state = try place.statePlace.open()
        let history = RunHistory(state, output: place.statePlace.output)
        var record = try #require(try history.records(limit: 9).first { $0.run == id })
        record.run = "20200102T000000Z-000001"
        record.state = .running
        try history.save([record])
        state.close()
      }
      #expect(try place.run("history").output.contains("ABANDONED"))
      // As to another user: they cannot be opened, whoever asks.
      for name in [".lock", ".lock-run"] {
        try FileManager.default.removeItem(atPath: "\(runs)/\(name)")
        try FileManager.default.createSymbolicLink(
          atPath: "\(runs)/\(name)", withDestinationPath: "\(runs)/\(name)")
      }
      let history = try place.run("history")
      #expect(history.output.contains("running") && !history.output.contains("ABANDONED"))
      let status = try place.run("status")
      #expect(status.code == 0)
      #expect(
        status.errors.contains("cannot tell whether inventory-valuation is being made"),
        "\(status)")
      #expect(status.errors.contains("inventory-valuation/.runs/.lock-run cannot be opened"))
      let verify = try place.run("verify")
      #expect(verify.code == 0 && verify.output.contains("all intact"), "\(verify)")
      #expect(verify.errors.contains("valuation/.runs/.lock: cannot be opened"), "\(verify)")
    }
  }

  @Test func `two machines that share an output make a report once`() throws {
    try Workplace.lend { place in
      var other = place
      other.environment["REPORT_STATE"] = place.folder + "/other-state"
      let words = ["run", "inventory-valuation", "--date", "2020-02-01", "--wait", "60s"]
      let programs = [try place.start(words), try other.start(words)]
      // Of two memories one is not that of these reports, and says so.
      #expect(try programs[0].wait().code == 0)
      let beside = try programs[1].wait()
      #expect(beside.code == 3 && beside.errors.contains("other-state"), "\(beside)")
      let runs = try PublishedReports(output: place.output).runs(of: "inventory-valuation")
      #expect(runs.count == 2)  // this one and the former
      #expect(try Verification(output: place.output, of: Places.catalogue.get()).findings() == [])
    }
  }

  @Test func `a run that was killed is called abandoned, and holds no lock`() throws {
    let database = try TestDatabase(InventorySchema.all)
    var holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE stock_movements", name: "lock")
    try Workplace.lend(database) { place in
      let program = try place.start(Self.words)
      let waiting = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """
      let deadline = ContinuousClock.now + .seconds(20)
      while try database.value(waiting) == "0", ContinuousClock.now < deadline {
        Thread.sleep(forTimeInterval: 0.01)
      }
      let running = try place.run("status").output
      #expect(running.contains("being made by process"), "\(running)")
      program.send(SIGKILL)
      _ = try program.wait()
      #expect(try RunLock.holder(output: place.output, report: "inventory-valuation") == nil)
      #expect(try place.run("history").output.contains("ABANDONED"))
      #expect(try place.run("status").output.contains("abandoned"))
      try holder.execute("ROLLBACK", name: "lock")
      #expect(try place.run(Self.words).code == 0)
      let history = try place.run("history", "inventory-valuation").output
      #expect(history.contains("ABANDONED") && history.contains("published"), "\(history)")
      #expect(try !place.run("status").output.contains("abandoned"))
    }
  }
}
