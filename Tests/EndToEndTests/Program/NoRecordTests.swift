import Demo
import Foundation
import Testing

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

  @Test func `the first night of a shop is made, and a check warns`() throws {
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
    try Workplace.lend(database) { place in
      for words in [["run", "inventory-valuation", "--json"], ["run", "--due", "--json"]] {
        let outcome = try place.run(words)
        #expect(outcome.code == 0 && outcome.output.contains("ledger-reach"), "\(outcome)")
        try FileManager.default.removeItem(atPath: place.output)
      }
    }
  }
}
