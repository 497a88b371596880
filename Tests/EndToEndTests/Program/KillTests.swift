import Demo
import Foundation
import Publishing
import Testing
import TestServers

/// A process that dies at any moment leaves nothing that a person has to mend.
struct KillTests {
  private static let kills = 200
  private static let rounds = 10

  @Test func `two hundred kills at any moment`() throws {
    try Workplace.lend { place in
      let names = ["inventory-valuation"]
      let words = ["run", "--date", "2020-05-01", "--force", "--format", "csv"] + names
      let former = place.folder + "/former"
      try FileManager.default.copyItem(atPath: place.output, toPath: former)
      // The time of a whole run bounds the moments.
      let begun = ContinuousClock.now
      #expect(try place.run(words).code == 0)
      let whole = ContinuousClock.now - begun
      var died = 0
      for kill in 0..<Self.kills {
        if kill % (Self.kills / Self.rounds) == 0 {
          try FileManager.default.removeItem(atPath: place.output)
          try FileManager.default.copyItem(atPath: former, toPath: place.output)
        }
        let program = try place.start(words)
        Thread.sleep(forTimeInterval: Double.random(in: 0...1) * whole.seconds)
        program.send(SIGKILL)
        if try program.wait().code == 128 + SIGKILL { died += 1 }
        // A run may die between its two links: `latest` shows the former run until the next one.
        let findings = try Verification(output: place.output, of: Places.catalogue.get()).findings()
          .filter { $0.kind != .wrongLatest }
        #expect(findings == [], "after kill \(kill)")
        for name in names {
          #expect(try RunLock.holder(output: place.output, report: name) == nil)
        }
        guard (kill + 1) % (Self.kills / Self.rounds) == 0 else { continue }
        try expectHealing(place, names: names)
      }
      #expect(died > Self.kills / 4, "only \(died) were killed")
    }
  }

  @Test func `a kill while the ledger's summary is written leaves the former one`() throws {
    let database = try TestDatabase(InventorySchema.all, Self.ledger(movements: 500))
    try Workplace.lend(database) { place in
      let words = ["run", "--force", "--format", "csv", "movement-summary"]
      let folder = place.folder + "/state/ledger"
      func files(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
          .filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }
      }
      #expect(try place.run(words).code == 0)
      let summary = try #require(try files(".summary").first)
      let former = try Data(contentsOf: URL(fileURLWithPath: summary))
      #expect(try files(".unfinished") == [])
      // Late rows make the next run write another summary.
      try database.execute(Self.ledger(movements: 500, offset: 500))

      let program = try place.start(words)
      try waitUntil("some of the summary is written") {
        try files(".unfinished").contains {
          let size = try? FileManager.default.attributesOfItem(atPath: $0)[.size] as? Int
          return (size ?? 0) > 0
        }
      }
      program.send(SIGKILL)
      #expect(try program.wait().code == 128 + SIGKILL)
      #expect(try files(".unfinished").count == 1)
      #expect(try Data(contentsOf: URL(fileURLWithPath: summary)) == former)

      func published() throws -> [String: String] {
        #expect(try place.run(words).code == 0)
        let run = try #require(
          try PublishedReports(output: place.output).latest(of: "movement-summary"))
        return try Workplace.contents(of: run.folder).filter { $0.key != "datapackage.json" }
      }
      let after = try published()
      #expect(try Data(contentsOf: URL(fileURLWithPath: summary)) != former)
      #expect(try Verification(output: place.output, of: Places.catalogue.get()).findings() == [])
      try FileManager.default.removeItem(atPath: folder)
      #expect(try published() == after)
    }
  }

  /// Movements of the last weeks of a hundred products, one after the other.
  private static func ledger(movements: Int, offset: Int = 0) -> String {
    """
    INSERT INTO products_inventory (product_id, name, sku)
    SELECT md5('product ' || n)::uuid, 'Product ' || n, 'P' || n FROM generate_series(1, 100) n
    ON CONFLICT DO NOTHING;
    INSERT INTO stock_levels (product_id, store_id, store_name, quantity_on_hand)
    SELECT product_id, md5('store')::uuid, 'Store', \(offset + movements) FROM products_inventory
    ON CONFLICT (product_id, store_id) DO UPDATE SET quantity_on_hand = excluded.quantity_on_hand;
    INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
      quantity_after, created_at)
    SELECT product_id, md5('store')::uuid, 'PURCHASE', 1, n - 1, n,
      now() - interval '60 days' + n * interval '1 hour'
    FROM products_inventory, generate_series(\(offset + 1), \(offset + movements)) n;
    """
  }

  /// The next run finishes the work, sweeps, and brings what is remembered in order.
  private func expectHealing(_ place: Workplace, names: [String]) throws {
    let words = ["run", "--due", "--catch-up", "1", "--format", "csv"] + names
    let outcome = try place.run(words)
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
    #expect(try Verification(output: place.output, of: Places.catalogue.get()).findings() == [])
    let nothing = try place.run(words + ["--dry-run"])
    #expect(nothing.output == "nothing is due\n", "\(nothing)")
    for name in names {
      let runs = try FileManager.default.contentsOfDirectory(
        atPath: "\(place.output)/\(name)/.runs")
      #expect(!runs.contains { $0.hasSuffix(".partial") }, "\(runs)")
      let history = try place.run("history", name, "--limit", "1000", "--json")
      let records = try #require(
        try JSONSerialization.jsonObject(with: Data(history.output.utf8)) as? [[String: Any]])
      #expect(records.allSatisfy { $0["state"] as? String != "running" })
      let published = Set(
        records.filter { $0["state"] as? String == "published" }.map { $0["run"] as? String })
      let reports = PublishedReports(output: place.output)
      for run in try reports.runs(of: name) {
        // What was never shown, since its process died before its link, is not called published.
        let wasShown = try reports.wasShown(reports.run(run, of: name))
        #expect(published.contains(run.text) == wasShown, "\(run)")
      }
    }
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
