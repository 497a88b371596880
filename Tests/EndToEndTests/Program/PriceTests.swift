import Foundation
import GRDB
import Publishing
import Reports
import StateStore
import Testing
import TestServers
import TestSupport
import Values

/// Prices are remembered from run to run, and come back from what is published.
struct PriceTests {
  private static let tea = "00000000-0000-0000-0000-000000000001"
  private static let loose = "00000000-0000-0000-0000-000000000002"
  /// A zone in which it is about noon, so that no day ends while the tests run.
  private static let zone: String = {
    let hour = Int(Instant.now.microseconds / 3_600_000_000 % 24)
    // The names count westward.
    return "Etc/GMT\(hour < 12 ? "-" : "+")\(abs(hour - 12))"
  }()

  private static func day(_ offset: Int) throws -> [String] {
    let calendar = try #require(BusinessCalendar(timeZoneName: zone))
    let day = calendar.day(of: Instant.now).advanced(by: offset)
    return ["run", "inventory-valuation", "--date", "\(day)"]
  }

  /// The period is not over, so that each run makes it again, at the prices of its own snapshot.
  private static func today() throws -> [String] { try day(0) }

  /// A workplace of its own without a memory; what was published before lies in 2020.
  private func lend(_ body: (inout Workplace, TestDatabase) throws -> Void) throws {
    let database = try TestDatabase(
      given: "\(Places.reports)/inventory-valuation/example/given.sql")
    // Nothing in the hours before now, whenever the tests run, and a line for each product.
    try database.execute(
      """
      UPDATE products_inventory SET last_updated = '2020-01-01';
      TRUNCATE stock_movements;
      INSERT INTO stock_levels (product_id, store_id, store_name)
      SELECT product_id, '0b000000-0000-0000-0000-000000000001', 'Silom' FROM products_inventory
      ON CONFLICT DO NOTHING
      """)
    try database.beginLedger()
    try Workplace.lend(database) { place in
      try FileManager.default.removeItem(atPath: place.output)
      place.environment["REPORT_TIME_ZONE"] = Self.zone
      try body(&place, database)
    }
  }

  private func observations(
    _ place: Workplace, _ database: TestDatabase
  ) throws -> [PriceObservation] {
    let state = try StateDatabase(folder: place.folder + "/state")
    return try database.priceHistory(in: state).read { _, observations in
      var all: [PriceObservation] = []
      try observations { all.append($0) }
      return all
    }
  }

  /// The newest valuation's table, by the cells' column keys.
  private func table(_ key: String, in place: Workplace) throws -> [[String: String]] {
    let run = try newest(place)
    let resource = try #require(run.package.resources.first { $0.name == key })
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: run.path(of: resource))))
    let records = try CSVReader.records(bytes)
    return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0], $0)) }
  }

  /// The newest run; that of a day which is not over is not what `latest` shows.
  private func newest(_ place: Workplace) throws -> PublishedRun {
    let published = PublishedReports(output: place.output)
    // Runs of one second have no order by their names.
    return try #require(
      try published.runs(of: "inventory-valuation")
        .map { try published.run($0, of: "inventory-valuation") }
        .max { $0.facts.asOf.instant < $1.facts.asOf.instant })
  }

  private func prices(_ place: Workplace, of product: String) throws -> Set<[String]> {
    Set(
      try table("detail", in: place).filter { $0["product_id"] == product }
        .map { [$0["cost_price"] ?? "", $0["sell_price"] ?? "", $0["cost_basis"] ?? ""] })
  }

  @Test func `a price that changes between two runs is seen, and since when`() throws {
    try lend { place, database in
      #expect(try place.run(Self.today()).code == 0)
      let first = try newest(place).facts
      let before = try observations(place, database)
      #expect(before.count == 5)
      #expect(before.allSatisfy { $0.start == first.asOf.instant })
      #expect(first.prices?.since.instant == first.asOf.instant)
      #expect(first.prices?.recordedProducts == 5)
      #expect(first.prices?.changedProducts == 0)
      #expect(try prices(place, of: Self.tea) == [["12.35", "20.00", "recorded"]])
      // Nothing changed, nothing is written but how far was looked.
      #expect(try place.run(Self.today()).code == 0)
      #expect(try observations(place, database) == before)
      // One product says when it was updated, the other does not.
      try database.execute(
        """
        UPDATE products_inventory SET cost_price = 12.85, last_updated = clock_timestamp()
        WHERE product_id = '\(Self.tea)';
        UPDATE products_inventory SET cost_price = 'NaN', sell_price = 511.00
        WHERE product_id = '\(Self.loose)';
        """)
      let updated = try #require(
        try database.value(
          """
          SELECT (extract(epoch FROM last_updated) * 1000000)::bigint FROM products_inventory
          WHERE product_id = '\(Self.tea)'
          """
        ).flatMap { Int64($0) })
      #expect(try place.run(Self.today()).code == 0)
      let second = try newest(place).facts
      let added = try observations(place, database).filter { !before.contains($0) }
      #expect(added.count == 2)
      #expect(added.first?.product.description == Self.tea)
      #expect(added.first?.start == Instant(microseconds: updated))
      #expect(added.first?.cost == 1285 && added.first?.sell == 2000)
      #expect(added.last?.start == second.asOf.instant)
      #expect(added.last?.cost == nil && added.last?.sell == 51100)
      #expect(try prices(place, of: Self.tea) == [["12.85", "20.00", "recorded"]])
      #expect(try prices(place, of: Self.loose) == [["", "511.00", "recorded"]])
      // Yesterday's end is valued at the earliest price that is known, which was another.
      #expect(second.prices?.since == first.prices?.since)
      let change = try table("change", in: place)
      let quantity = 15 + 9
      #expect(change.last?["cost_changes"] == "\(quantity / 2).00")
      // The day before is made at those prices, and the database's own sums agree.
      #expect(try place.run("run", "inventory-valuation", "movement-summary").code == 0)
      let published = PublishedReports(output: place.output)
      // Runs of one second have no order by their names.
      let runs = try published.runs(of: "inventory-valuation").map {
        try published.run($0, of: "inventory-valuation").facts
      }
      let complete = try #require(runs.first { !$0.period.provisional })
      #expect(complete.prices?.changedProducts == 2)
      #expect(complete.prices?.recordedProducts == 0)
      #expect(complete.checks.allSatisfy { $0.outcome == .passed || $0.name == "no-not-a-number" })
    }
  }

  @Test func `a lost memory comes back from what is published`() throws {
    try lend { place, database in
      #expect(try place.run(Self.today()).code == 0)
      let first = try newest(place).facts
      try database.execute(
        "UPDATE products_inventory SET cost_price = 12.85 WHERE product_id = '\(Self.tea)'")
      #expect(try place.run(Self.today()).code == 0)
      let before = try observations(place, database)
      // A backfill of an older day shows the earliest price that was known, and no date of it.
      #expect(
        try place.run("run", "inventory-valuation", "--date", "2020-03-01", "--format", "csv-excel")
          .code == 0)
      try place.forgetAll()
      let rebuilt = try place.run("state", "rebuild-prices")
      #expect(rebuilt.code == 0, "\(rebuilt)")
      #expect(rebuilt.output.contains("3 published valuations read, 6 prices added"), "\(rebuilt)")
      #expect(try observations(place, database) == before)
      #expect(try place.run("state", "rebuild-prices").output.contains("0 prices added"))
      #expect(try place.run(Self.today()).code == 0)
      #expect(try newest(place).facts.prices?.since == first.prices?.since)
      #expect(try observations(place, database) == before)
      // A memory that began anew before is filled with what was earlier.
      try place.forgetAll()
      #expect(try place.run(Self.today()).code == 0)
      let anew = try observations(place, database)
      #expect(anew.count == 5)
      #expect(try place.run("state", "rebuild-prices").code == 0)
      #expect(try observations(place, database).filter { !anew.contains($0) } == before)
      // A file that is not what its manifest says is named and left out.
      let run = try newest(place)
      let resource = try #require(run.package.resources.first { $0.name == "detail" })
      let path = run.path(of: resource)
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacing("12.85", with: "12.84")
        .write(toFile: path, atomically: false, encoding: .utf8)
      try place.forgetAll()
      let damaged = try place.run("state", "rebuild-prices", "--json")
      #expect(damaged.code == 3 && damaged.output.contains("detail.csv"), "\(damaged)")
      #expect(try observations(place, database) == before)
    }
  }

  @Test func `a run that publishes nothing has seen the prices all the same`() throws {
    try lend { place, database in
      #expect(try place.run(Self.today()).code == 0)
      let reports = place.folder + "/reports"
      try FileManager.default.copyItem(atPath: Places.reports, toPath: reports)
      let check = reports + "/inventory-valuation/checks/totals.sql"
      let sql = try String(contentsOfFile: check, encoding: .utf8)
      try "SELECT 'detail.rows' AS metric, -1 AS value"
        .write(toFile: check, atomically: false, encoding: .utf8)
      try database.execute(
        "UPDATE products_inventory SET cost_price = 12.85 WHERE product_id = '\(Self.tea)'")
      place.environment["REPORT_DEFINITIONS"] = reports
      #expect(try place.run(Self.today()).code == 65)
      let seen = try observations(place, database)
      #expect(seen.count == 6)
      try sql.write(toFile: check, atomically: false, encoding: .utf8)
      #expect(try place.run(Self.today()).code == 0)
      #expect(try observations(place, database) == seen)
      #expect(try prices(place, of: Self.tea) == [["12.85", "20.00", "recorded"]])
    }
  }

  @Test(arguments: ["price_catalogue", "run"])
  func `what is known of the past counts, though nothing can be written`(table: String) throws {
    try lend { place, database in
      #expect(try place.run(Self.today()).code == 0)
      let before = try observations(place, database)
      try database.execute(
        "UPDATE products_inventory SET cost_price = 12.85 WHERE product_id = '\(Self.tea)'")
      let state = try StateDatabase(folder: place.folder + "/state")
      try DatabaseQueue(path: state.path).write { database in
        for change in ["INSERT", "UPDATE"] {
          try database.execute(
            sql: "CREATE TRIGGER full_\(change) BEFORE \(change) ON \(table)"
              + " BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        }
      }
      // What is left is the latest.
      try FileManager.default.removeItem(atPath: place.output)
      let run = try place.run(Self.day(-1))
      #expect(run.code == 3 && run.errors.contains("disk is full"), "\(run)")
      #expect(try prices(place, of: Self.tea).map { $0[0] } == ["12.35"])
      #expect(try newest(place).facts.prices?.changedProducts == 1)
      #expect(try observations(place, database).count == (table == "run" ? 6 : 5))
      #expect(try observations(place, database).starts(with: before.prefix(1)))
    }
  }

  @Test func `without a memory prices are today's, and a rerun changes nothing`() throws {
    try lend { place, database in
      place.environment["REPORT_STATE"] = "/dev/null/state"
      #expect(try place.run(Self.today()).code == 3)
      #expect(try prices(place, of: Self.tea) == [["12.35", "20.00", "current"]])
      #expect(try newest(place).facts.prices == nil)
      place.environment["REPORT_STATE"] = place.folder + "/state"
      let words = ["run", "inventory-valuation", "--date", "2020-03-01"]
      #expect(try place.run(words).code == 0)
      let period = try #require(PeriodFolderName("2020-03-01"))
      let published = PublishedReports(output: place.output)
      let run = try #require(try published.current(period, of: "inventory-valuation"))
      // What was seen since says nothing of that day: the same bytes, and nothing to issue again.
      try database.execute("UPDATE products_inventory SET cost_price = cost_price + 1")
      #expect(try place.run("run", "low-stock").code == 0)
      #expect(try place.run(words + ["--reissue"]).code == 0)
      #expect(try published.current(period, of: "inventory-valuation")?.id == run.id)
    }
  }

  @Test func `of two issues of one moment the later counts when prices are rebuilt`() throws {
    try lend { place, database in
      #expect(try place.run(Self.today()).code == 0)
      let run = try newest(place)
      let resource = try #require(run.package.resources.first { $0.name == "detail" })
      // The same run once more, issued later with another price.
      let id = "29991231T000000Z-000000"
      let later = "\(place.output)/inventory-valuation/.runs/\(id)"
      try FileManager.default.copyItem(atPath: run.folder, toPath: later)
      let file = "\(later)/\(resource.path)"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text.contains(",12.35,"))
      let other = text.replacing(",12.35,", with: ",99.35,")
      try other.write(toFile: file, atomically: false, encoding: .utf8)
      let manifest = "\(later)/datapackage.json"
      try String(contentsOfFile: manifest, encoding: .utf8)
        .replacing(run.id.text, with: id)
        .replacing(resource.hash, with: ContentHash.sha256(Array(other.utf8)))
        .write(toFile: manifest, atomically: false, encoding: .utf8)
      try place.forgetAll()
      let rebuilt = try place.run("state", "rebuild-prices")
      #expect(rebuilt.code == 0 && rebuilt.output.contains("2 published"), "\(rebuilt)")
      let costs = try observations(place, database).map(\.cost)
      #expect(costs.contains(9_935) && !costs.contains(1_235), "\(costs)")
    }
  }
}
