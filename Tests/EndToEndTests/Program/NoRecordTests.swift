import Demo
import Foundation
import Testing
import TestServers

/// A slip at the keyboard is no failure of a report, and a day of which nothing is known is refused.
struct NoRecordTests {
  private static let slips: [[String]] = [
    ["run", "movement-summary", "--from", "2020-02-02", "--to", "2020-02-01"],
    ["run", "movement-summary", "--store", "Nowhere"],
    ["run", "movement-summary", "--set", "windo=3"],
    ["run", "--all", "--set", "windo=3"],
    ["run", "movement-summary", "--supplier", "Siam Tea"],
    ["run", "movement-summary", "--date", "2999-01-01"],
    ["run", "reorder-suggestions", "--set", "window=many"],
    ["run", "inventory-valuation", "--date", "2020-01-01", "--compare-with", "2020-01-02"],
    ["run", "inventory-valuation", "--date", "1999-01-01"],
    ["backfill", "movement-summary", "--from", "1999-01-01", "--to", "1999-01-03"],
  ]

  @Test(arguments: slips)
  func `a command that cannot be meant leaves no trace`(arguments: [String]) throws {
    try Workplace.lend { place in
      place.environment["REPORT_METRICS_FILE"] = place.folder + "/inventory.prom"
      let history = try place.run("history", "--json", "--limit", "100").output
      try place.expectFailure(arguments, code: 64, says: [])
      #expect(try place.run("history", "--json", "--limit", "100").output == history)
      #expect(try !place.run("status", "--json").output.contains("failure"))
      #expect(!FileManager.default.fileExists(atPath: place.folder + "/inventory.prom"))
    }
  }

  @Test func `before the ledger begins nothing is known, and the message says from when on`() throws
  {
    try Workplace.lend { place in
      try place.expectFailure(
        ["run", "--all", "--date", "2019-05-31"], code: 64,
        says: ["2019-05-31", "first movement", "2019-06-01"])
      #expect(try place.run("run", "inventory-valuation", "--date", "2019-06-01").code == 0)
    }
  }

  @Test func `backfill makes what can be made, and says what cannot`() throws {
    try Workplace.lend { place in
      let words = ["--from", "2019-05-30", "--to", "2019-06-02", "--format", "csv"]
      let outcome = try place.run(["backfill", "movement-summary"] + words)
      #expect(outcome.code == 3, "\(outcome)")
      for word in ["2019-05-30", "2019-06-01 or later", "2 periods are not made"] {
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
      }
      let made = try FileManager.default.contentsOfDirectory(
        atPath: place.output + "/movement-summary")
      #expect(made.filter { $0.hasPrefix("2019") }.sorted() == ["2019-06-01", "2019-06-02"])
    }
  }

  @Test func `in a backfill what failed counts more than what lies before the ledger`() throws {
    let database = try AlertPlace.database(products: 100)
    try database.execute("UPDATE stock_movements SET created_at = '2020-03-31T12:00:00+07'")
    try Workplace.lend(database) { place in
      try FileManager.default.removeItem(atPath: place.output)
      let report = "inventory-valuation"
      #expect(try place.run("run", report, "--date", "2020-03-31").code == 0)
      try database.execute("TRUNCATE stock_levels")
      let words = ["--from", "2020-03-29", "--to", "2020-03-31", "--reissue", "--json"]
      let outcome = try place.run(["backfill", report] + words)
      #expect(outcome.code == 65, "\(outcome)")
      for word in ["usual-rows", "2 periods are not made"] {
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
      }
    }
  }

  @Test func `a period in which the ledger begins is published, and a check warns`() throws {
    try Workplace.lend { place in
      let words = ["--from", "2019-05-01", "--to", "2019-06-30", "--json"]
      let outcome = try place.run(["run", "movement-summary"] + words)
      #expect(outcome.code == 0 && outcome.output.contains(#""ledger-reach""#), "\(outcome)")
      let manifest = try String(
        contentsOfFile: place.output + "/movement-summary/2019-05-01_2019-06-30/datapackage.json",
        encoding: .utf8)
      #expect(manifest.contains("ledger-reach") && manifest.contains("2019-06-01T09:00:00+07:00"))
      #expect(try place.run("run", "movement-summary", "--date", "2019-06-02").code == 0)
      #expect(
        try !String(
          contentsOfFile: place.output + "/movement-summary/2019-06-02/datapackage.json",
          encoding: .utf8
        ).contains("ledger-reach"))
    }
  }

  @Test(arguments: [
    (["--date", "2020-01-01", "--compare-with", "2019-05-30"], true),
    (["--date", "2019-06-01"], true), (["--date", "2019-06-02"], false),
  ])
  func `a valuation compared with a day before the ledger warns`(
    words: [String], warns: Bool
  ) throws {
    try Workplace.lend { place in
      let outcome = try place.run(["run", "inventory-valuation", "--json"] + words)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains(#""ledger-reach""#) == warns, "\(outcome.output)")
    }
  }

  @Test func `an emptied ledger is not published, and no past day is made from it`() throws {
    let database = try Self.shop()
    try database.beginLedger()
    try Workplace.lend(database) { place in
      try FileManager.default.removeItem(atPath: place.output)
      let reports = ["inventory-valuation", "movement-summary"]
      #expect(try place.run(["run"] + reports + ["--date", "2020-01-01"]).code == 0)
      try database.execute("TRUNCATE stock_movements")
      let failed = try place.run(["run"] + reports)
      #expect(failed.code == 65, "\(failed)")
      #expect(failed.errors.contains("ledger-has-movements") && failed.errors.contains("--force"))
      // A person knows better, and the next night compares with that.
      for words in [["--force"], ["--reissue"]] {
        let made = try place.run(["run"] + reports + ["--json"] + words)
        #expect(made.code == 0, "\(made)")
        #expect(made.output.ranges(of: #""ledger-has-movements""#).count >= 2, "\(made.output)")
      }
      try place.expectFailure(
        ["run"] + reports + ["--date", "1999-01-01"], code: 64,
        says: ["1999-01-01", "no movement"])
    }
  }

  @Test func `stock that is loaded before any movement is no emptied ledger`() throws {
    let database = try Self.shop()
    try database.execute("TRUNCATE stock_movements; UPDATE stock_levels SET quantity_on_hand = 0")
    try Workplace.lend(database) { place in
      try FileManager.default.removeItem(atPath: place.output)
      let reports = ["run", "inventory-valuation", "movement-summary"]
      let empty = try place.run(reports + ["--date", "2020-01-01"])
      #expect(empty.code == 0, "\(empty)")
      try database.execute("UPDATE stock_levels SET quantity_on_hand = 5")
      let loaded = try place.run(reports + ["--json"])
      #expect(loaded.code == 0, "\(loaded)")
      #expect(loaded.output.contains(#""ledger-has-movements""#), "\(loaded.output)")
    }
  }

  @Test func `a ledger that begins in the future asks for no day that would be refused`() throws {
    let database = try Self.shop()
    try database.execute("UPDATE stock_movements SET created_at = now() + interval '4 days'")
    try Workplace.lend(database) { place in
      let refused = try place.run("run", "inventory-valuation", "--date", "2020-01-02")
      #expect(refused.code == 64 && refused.errors.contains("in the future"), "\(refused)")
      #expect(!refused.errors.contains("or later"))
    }
  }

  @Test func `the first night of a shop is made, and a check warns`() throws {
    let database = try Self.shop()
    try Workplace.lend(database) { place in
      for words in [["run", "inventory-valuation", "--json"], ["run", "--due", "--json"]] {
        let outcome = try place.run(words)
        #expect(outcome.code == 0 && outcome.output.contains("ledger-reach"), "\(outcome)")
        try FileManager.default.removeItem(atPath: place.output)
      }
    }
  }

  /// A shop whose only movement is of now.
  private static func shop() throws -> TestDatabase {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute(
      """
      INSERT INTO products_inventory (product_id, name, sku)
      VALUES ('00000000-0000-0000-0000-000000000001', 'Tea', '1');
      INSERT INTO stock_levels (product_id, store_id, store_name, quantity_on_hand)
      VALUES ('00000000-0000-0000-0000-000000000001', '0a000000-0000-0000-0000-000000000001',
        'Silom', 5);
      INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
        quantity_after)
      VALUES ('00000000-0000-0000-0000-000000000001', '0a000000-0000-0000-0000-000000000001',
        'PURCHASE', 5, 0, 5)
      """)
    return database
  }
}
