import Foundation
import JobRunner
import Publishing
import Reports
import ReportWriters
import StateStore
import Testing
import TestServers
import TestSupport
import Values

/// A chain whose valuation is published every night, while movements come late and vanish; and what
/// the reference needs to tell the same.
final class RollForwardNights {
  let nights: LedgerNights
  let calendar: BusinessCalendar
  let state: StateDatabase
  private let history: PriceHistory
  private var random: SeededRandom
  private let folder: String
  private let zone: String
  /// What was published of each date, issue after issue.
  private var published: [Day: [[String: Any]]] = [:]
  /// What the last runs saw of dates that are removed.
  private var pruned: [Day: Any] = [:]

  var output: String { folder + "/out" }
  var register: String { folder + "/state/register" }
  /// The last date that is over.
  var date: Day { calendar.day(of: nights.now).advanced(by: -1) }

  init(seed: UInt64, folder: String, zone: String, first: String) throws {
    self.folder = folder
    self.zone = zone
    random = SeededRandom(seed: seed)
    nights = try LedgerNights(seed: seed, days: 20, folder: folder, first: first)
    calendar = try #require(BusinessCalendar(timeZoneName: zone))
    state = try StateDatabase(folder: folder + "/state")
    history = try nights.database.priceHistory(in: state)
    try nights.database.execute("CREATE TABLE gone (LIKE stock_movements)")
    // The first look at the prices: those of all products are remembered.
    let since = Instant(microseconds: nights.now.microseconds - 86_400_000_000)
    try nights.database.execute(
      "SELECT move(n, 1, 'PURCHASE', 20, '\(since)', true) FROM generate_series(1, 9) AS n")
    let prices = try (1...9).map { try price(of: $0, from: since) }
    guard
      try history.add(
        prices, extent: PriceHistory.Extent(since: since, seenTo: since), former: nil)
    else { throw CannotGoOn("there is a price history already") }
  }

  private func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private func at(secondsAgo: Int) -> String {
    "'\(Instant(microseconds: nights.now.microseconds - Int64(secondsAgo) * 1_000_000))'::timestamptz"
  }

  func request(_ reports: [String]) throws -> RunRequest {
    let definitions = try Places.catalogue.get().filter { reports.contains($0.name) }
    var request = try RunRequest(
      definitions, areNamed: true, output: output, zone: zone, now: nights.now)
    request.formats = [.csv, .json]
    request.register = register
    request.finance.fiscalYearStart = 7
    return request
  }

  /// Lets a day pass on which anything may happen to earlier ones.
  func nextDay() throws {
    try nights.nextDay()
    var script = ""
    if pick(0...1) == 0 {
      for _ in 0..<pick(1...3) {
        script += """
          SELECT move(\(pick(1...9)), \(pick(1...3)), '\(["SALE", "PURCHASE", "GIFT"][pick(0...2)])',
            \(pick(-4...9)).\(pick(0...9)), \(at(secondsAgo: pick(86_400...18 * 86_400))), true);
          """
      }
    }
    if pick(0...5) == 0 {
      script += """
        WITH lost AS (
          DELETE FROM stock_movements WHERE id IN (SELECT id FROM stock_movements
            WHERE created_at BETWEEN \(at(secondsAgo: 18 * 86_400)) AND \(at(secondsAgo: 86_400))
            ORDER BY md5(id::text || '\(pick(0...9_999))') LIMIT \(pick(1...2)))
          RETURNING *)
        INSERT INTO gone SELECT * FROM lost;
        """
    }
    if !script.isEmpty { try nights.database.execute("BEGIN;" + script + "COMMIT;") }
    if pick(0...4) == 0 { try changePrice() }
  }

  /// Movements of stores that nobody knew.
  func openStores() throws {
    try nights.database.execute(
      """
      SELECT move(1, 4, 'PURCHASE', 9, \(at(secondsAgo: 7_200)), true);
      SELECT move(2, 5, 'PURCHASE', 9, \(at(secondsAgo: 17 * 86_400)), true);
      """)
  }

  private func changePrice() throws {
    let product = pick(1...9)
    let start = Instant(microseconds: nights.now.microseconds - 10_800_000_000)
    try nights.database.execute(
      """
      UPDATE products_inventory SET cost_price = cost_price + 0.\(pick(11...99)),
        last_updated = '\(start)' WHERE product_id = product(\(product))
      """)
    let former = try history.read { extent, _ in extent }
    let observation = try price(of: product, from: start)
    let extent = PriceHistory.Extent(since: former?.since ?? start, seenTo: nights.now)
    guard try history.add([observation], extent: extent, former: former) else {
      throw CannotGoOn("the price history has changed")
    }
  }

  /// What a product costs now.
  private func price(of product: Int, from start: Instant) throws -> PriceObservation {
    let row = try #require(
      try nights.database.value(
        "SELECT product_id || ' ' || cost_price || ' ' || sell_price FROM products_inventory"
          + " WHERE product_id = product(\(product))"))
    let parts = row.split(separator: " ")
    func cents(_ text: Substring) -> Int64? {
      ExactDecimal.parse(text, scale: 2).map { Int64($0) }
    }
    return PriceObservation(
      product: try #require(UUIDBytes(parts[0])), start: start, cost: cents(parts[1]),
      sell: cents(parts[2]))
  }

  /// Publishes the valuation of a date, and the roll-forward where it is asked for; gives the
  /// latter's folder.
  @discardableResult
  func publish(_ date: Day, withRollForward: Bool = false) throws -> String? {
    var request = try request(
      ["inventory-valuation"] + (withRollForward ? ["roll-forward"] : []))
    request.dates = .day(date)
    request.force = true
    let folders = try request.publish(on: nights.database.settings, state: state)
    let run = try PublishedRun(folder: try #require(folders["inventory-valuation"]))
    let end = calendar.start(of: date.advanced(by: 1))
    let saw = try nights.database.value(
      "SELECT string_agg(id::text, ',') FROM stock_movements WHERE created_at < '\(end)'")
    published[date, default: []].append([
      "change": try rows("change", of: run),
      "change_by_category": try rows("change_by_category", of: run),
      "saw": saw?.split(separator: ",").map(String.init) ?? [],
    ])
    return folders["roll-forward"]
  }

  /// Publishes a date of the last two weeks once more.
  func publishAgain() throws {
    let dates = published.keys.filter { $0 >= date.advanced(by: -14) }.sorted()
    if let date = dates.randomElement(using: &random) { try publish(date) }
  }

  /// What is left when a run dies after it was published and before its look is known to count.
  func forgetThatItCounts() throws {
    let looks = register + "/looks"
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: looks).max())
    try FileManager.default.moveItem(
      atPath: "\(looks)/\(name)",
      toPath: "\(looks)/\(name.replacing(".look", with: ".pending"))")
  }

  /// Keeps the valuations of so many days, and month ends.
  func prune(daily: Int) throws {
    let definition = try #require(
      try Places.catalogue.get().first { $0.name == "inventory-valuation" })
    let reports = try ReportFolder(output: output, report: definition.name)
    try reports.prune(
      try reports.pruning(Retention(daily: daily), of: ScheduledSeries(definition)))
    let left = Set(try PublishedReports(output: output).periods(of: definition.name).map(\.name.to))
    for (day, issues) in published where !left.contains(day) { pruned[day] = issues.last?["saw"] }
    published = published.filter { left.contains($0.key) }
  }

  /// Holds a roll-forward against the reference.
  func expectAgreement(
    _ run: String, _ date: Day, former: String? = nil, first: Day
  ) throws {
    let data = "\(folder)/data-\(date)"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    try nights.database.export(to: data)
    let gone = try nights.database.value(
      """
      SELECT coalesce(json_agg(json_build_object('id', id, 'product_id', product_id,
        'store_id', store_id, 'movement_type', movement_type, 'quantity', quantity::text,
        'quantity_before', quantity_before::text, 'quantity_after', quantity_after::text,
        'created_at', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00')),
        '[]') FROM gone
      """)
    var document: [String: Any] = [
      "days": published.sorted { $0.key < $1.key }.map {
        ["date": "\($0.key)", "issues": $0.value] as [String: Any]
      },
      "first_published": "\(first)",
      "pruned": pruned.map { ["date": "\($0.key)", "saw": $0.value] },
      "gone": try JSONSerialization.jsonObject(with: Data((gone ?? "[]").utf8)),
    ]
    if let former {
      let run = try PublishedRun(folder: former)
      document["former"] = Dictionary(
        uniqueKeysWithValues: try ["by_store", "by_category", "restatements", "late_entries"].map {
          ($0, try rows($0, of: run))
        })
    }
    func write(_ value: Any, _ name: String) throws -> String {
      let path = "\(data)/\(name).json"
      try JSONSerialization.data(withJSONObject: value).write(to: URL(fileURLWithPath: path))
      return path
    }
    var prices: [[String: String]] = []
    try history.read { _, observations in
      try observations { price in
        prices.append([
          "product_id": "\(price.product)", "from": "\(price.start)",
          "cost_price": ExactDecimal.text(Int128(price.cost ?? 0), scale: 2),
          "sell_price": ExactDecimal.text(Int128(price.sell ?? 0), scale: 2),
        ])
      }
    }
    try Reference.expectAgreement(
      "recompute.py",
      [
        "roll-forward", data, "--now", nights.now.description, "--time-zone", zone, "--date",
        "\(date)", "--published", run, "--valuations", try write(document, "valuations"),
        "--finance-policy", try write(["fiscal_year_start": "7"], "finance"), "--prices",
        try write(["seen_to": nights.now.description, "observations": prices], "prices"),
      ])
  }

  private func rows(_ table: String, of run: PublishedRun) throws -> [[String: String]] {
    let resource = try #require(run.package.resources.first { $0.path.hasSuffix(".\(table).csv") })
    return try records(run.path(of: resource))
  }

  private func records(_ path: String) throws -> [[String: String]] {
    let records = try CSVReader.records([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    guard let header = records.first else { return [] }
    return records.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { $1 }) }
  }
}
