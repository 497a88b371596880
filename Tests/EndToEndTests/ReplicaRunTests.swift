import Demo
import EmbeddedPostgres
import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import StockReading
import Testing
import TestServers
import TestSupport
import Values

/// A run chooses a standby, and publishes nothing from one that is not known to be fresh.
@Suite(.serialized)
struct ReplicaRunTests {
  private let primary: EmbeddedCluster
  private let one: EmbeddedCluster
  private let two: EmbeddedCluster
  private let output = NSTemporaryDirectory() + "replica-run-\(UUID().uuidString)"

  init() throws {
    var options = EmbeddedCluster.Options()
    options.settings = ["synchronous_commit": "on"]
    primary = try .start(options)
    one = try primary.addStandby()
    two = try primary.addStandby()
    var connection = try PostgresConnection(
      primary.settings(readOnly: false), logger: quiet)
    try connection.execute(InventorySchema.all, name: "schema")
  }

  private func replicas() -> ReplicaSet {
    var set = ReplicaSet(
      [one, two].map { cluster in
        var settings = cluster.settings()
        settings.connectTimeout = .seconds(1)
        return ReplicaSet.Host(settings)
      })
    set.primary = primary.settings()
    set.wait = .seconds(4)
    set.maxLag = .zero
    return set
  }

  private func run(
    on set: ReplicaSet, _ names: [String] = ["low-stock"],
    cancellation: RunCancellation = RunCancellation()
  ) throws -> RunResult {
    let reports = try ReportCatalogue.load(folder: Places.reports).filter {
      names.contains($0.name)
    }
    let request = RunRequest(
      definitions: reports, areNamed: false, output: output, calendar: .utc, currency: "THB",
      programVersion: "test")
    return try JobRunner(request, logger: quiet, cancellation: cancellation).run(on: set)
  }

  @Test func `a run reads from a fresh standby, and from none that lags`() throws {
    defer {
      for folder in [output, output + "-state"] {
        try? FileManager.default.removeItem(atPath: folder)
      }
      for cluster in [one, two, primary] { cluster.stop() }
    }
    let set = replicas()
    let first = try run(on: set)
    #expect(first.source.isStandby == true)
    #expect(first.outcomes.allSatisfy { $0.error == nil })
    let published = try #require(try PublishedReports(output: output).latest(of: "low-stock"))
    #expect(published.facts.source.isStandby == true)

    // The doctor finds both, and with the primary a proof of their freshness.
    let environment = [
      "DB_HOST": "\(one.folder),\(two.folder)", "DB_USER": "postgres", "DB_NAME": "postgres",
      "REPLICA_PRIMARY_URL": "host=\(primary.folder) user=postgres dbname=postgres",
      "REPORT_DEFINITIONS": Places.reports, "REPORT_OUTPUT": output, "REPLICA_MAX_LAG": "0s",
      "REPORT_STATE": output + "-state",
    ]
    let program = try Program.inventoryReports.get()
    let made = try Program.run(
      program, ["state", "init", "--accept-loss"], environment: environment)
    #expect(made.code == 0, "\(made.errors)")
    let doctor = try Program.run(program, ["doctor"], environment: environment)
    #expect(doctor.code == 0, "\(doctor.output)")
    for cluster in [one, two] { #expect(doctor.output.contains("\(cluster.folder):5432\n")) }
    #expect(doctor.output.matches(of: /pass +freshness +fresh enough/).count == 2)
    #expect(
      doctor.output.contains("all servers follow one primary, on timeline 1"), "\(doctor.output)")
    #expect(doctor.output.contains(/pass +proof +the primary gives its position/))

    try addProduct()
    // With the replay paused, the position that the primary gives next is never reached.
    try one.pauseReplay()
    try two.pauseReplay()
    #expect {
      _ = try run(on: set)
    } throws: { error in
      if case JobError.stale = error { true } else { false }
    }
    #expect(try PublishedReports(output: output).latest(of: "low-stock")?.id == published.id)

    try alertsAreHeldBack(by: environment)
    try stockIsHeldBack(by: environment)

    // What is about now waits in vain; a day that is over is known to be complete, and is made.
    let mixed = try run(on: set, ["low-stock", "inventory-valuation"])
    #expect(mixed.outcomes.count == 2)
    for outcome in mixed.outcomes {
      switch outcome.ending {
      case .published: #expect(outcome.report == "inventory-valuation")
      case .failed(JobError.stale): #expect(outcome.report == "low-stock")
      default: Issue.record("\(outcome)")
      }
    }
    #expect(try PublishedReports(output: output).latest(of: "low-stock")?.id == published.id)

    // The other one is as good, wherever it stands in the list.
    try two.resumeReplay()
    let second = try run(on: set)
    #expect(second.source.server?.contains(two.folder) == true)

    try runsWait(for: set)

    // A server that hangs costs its time-out and no more.
    one.freeze()
    defer { one.thaw() }
    let begun = ContinuousClock.now
    #expect(try run(on: set).source.server?.contains(two.folder) == true)
    #expect(ContinuousClock.now - begun < .seconds(20))
  }

  /// A run waits for a standby that lags, reads from it once it has caught up, and can be stopped
  /// meanwhile.
  private func runsWait(for set: ReplicaSet) throws {
    try two.pauseReplay()
    var begun = ContinuousClock.now
    Thread { [two] in
      Thread.sleep(forTimeInterval: 1)
      try? two.resumeReplay()
    }.start()
    #expect(try run(on: set).source.server?.contains(two.folder) == true)
    #expect(ContinuousClock.now - begun > .milliseconds(900))

    try two.pauseReplay()
    defer { try? two.resumeReplay() }
    var patient = set
    patient.wait = .seconds(60)
    let cancellation = RunCancellation()
    Thread {
      Thread.sleep(forTimeInterval: 1)
      cancellation.cancel()
    }.start()
    begun = ContinuousClock.now
    #expect(throws: CancellationError.self) {
      _ = try run(on: patient, cancellation: cancellation)
    }
    #expect(ContinuousClock.now - begun < .seconds(20))
  }

  @Test func `a promotion makes the ledger's summary anew`() throws {
    defer {
      try? FileManager.default.removeItem(atPath: output)
      for cluster in [one, two, primary] { cluster.stop() }
    }
    func night(_ place: EmbeddedCluster, cached: Bool) throws -> (LedgerFacts?, [String]) {
      var request = try RunRequest(
        Places.catalogue.get(), output: output, zone: "UTC",
        now: Instant(iso: "2026-11-21T19:10:00Z"))
      request.formats = [.csv]
      request.force = true
      if cached { request.ledger = LedgerMemory.Options(folder: output + "-ledger") }
      let result = try JobRunner(request, logger: quiet, cancellation: RunCancellation())
        .run(on: place.settings())
      var hashes: [String] = []
      var facts: LedgerFacts?
      for outcome in result.outcomes {
        guard case .published(let run) = outcome.ending else {
          throw CannotGoOn("\(outcome.report): \(String(describing: outcome.error))")
        }
        facts = facts ?? run.facts.ledger
        hashes += try Workplace.contents(of: run.folder)
          .filter { $0.key != "datapackage.json" }.map { "\($0.key) \($0.value)" }
      }
      return (facts, hashes.sorted())
    }
    defer { try? FileManager.default.removeItem(atPath: output + "-ledger") }
    var connection = try PostgresConnection(primary.settings(readOnly: false), logger: quiet)
    try connection.execute(Self.ledger, name: "ledger")
    let written = try #require(
      try connection.rows("SELECT pg_current_wal_lsn()", name: "position").first?.first ?? nil)
    var standby = try PostgresConnection(one.settings(), logger: quiet)
    try waitUntil("the standby has the ledger") {
      try standby.rows(
        "SELECT pg_last_wal_replay_lsn() >= '\(written)'", name: "replayed"
      ).first?.first == "t"
    }
    standby = try PostgresConnection(one.settings(), logger: quiet)

    let first = try night(one, cached: true)
    #expect(first.0?.summaryUpTo == nil)
    #expect(try night(one, cached: true).0?.summaryUpTo != nil)
    try one.promote()
    let promoted = try night(one, cached: true)
    #expect(promoted.0?.summaryUpTo == nil)
    #expect(promoted.0?.readWhole?.contains("promoted") == true)
    let again = try night(one, cached: true)
    #expect(again.0?.summaryUpTo != nil)
    // The bytes are those of a run that keeps nothing, whatever became of the summary.
    let plain = try night(one, cached: false)
    for found in [first, promoted, again] { #expect(found.1 == plain.1) }
  }

  /// Ten products that gain one piece a day, for 120 days.
  private static let ledger = """
    INSERT INTO products_inventory (product_id, name, sku, cost_price, sell_price)
    SELECT md5('product ' || n)::uuid, 'Product ' || n, 'P' || n, n, n * 2
    FROM generate_series(1, 10) n;
    INSERT INTO stock_levels (product_id, store_id, store_name, quantity_on_hand)
    SELECT product_id, md5('store')::uuid, 'Store', 120 FROM products_inventory;
    INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
      quantity_after, created_at)
    SELECT product_id, md5('store')::uuid, 'PURCHASE', 1, day - 1, day,
      timestamptz '2026-07-24 12:00:00Z' + day * interval '1 day'
    FROM products_inventory, generate_series(1, 120) day;
    """

  private static let product = "00000000-0000-0000-0000-0000000000aa"

  private func addProduct() throws {
    var connection = try PostgresConnection(primary.settings(readOnly: false), logger: quiet)
    try connection.execute(
      """
      INSERT INTO products_inventory (product_id, name, sku) VALUES ('\(Self.product)', 'Tea', 'T');
      INSERT INTO stock_levels (product_id, store_id, store_name, quantity_on_hand)
      VALUES ('\(Self.product)', '\(Self.product)', 'Siam', 7)
      """, name: "product")
  }

  /// The web program gives no stock of a standby that lags, and says so; of a fresh one it does.
  private func stockIsHeldBack(by environment: [String: String]) throws {
    var environment = environment
    environment["REPORT_STATE"] = output + "-site"
    defer { try? FileManager.default.removeItem(atPath: output + "-site") }
    let site = try Program(
      try Program.inventoryReports.get(), ["serve", "--listen", "127.0.0.1:0"],
      environment: environment)
    try waitUntil("the site listens") {
      try !site.isRunning || site.said().contains(/token=\S+\n/)
    }
    let link = try #require(site.said().firstMatch(of: /(http:\/\/127\S+)\/signin\?token=(\S+)\n/))
    func ask(_ arguments: String...) throws -> String {
      try Program.run("/usr/bin/curl", ["--silent", "--max-time", "60"] + arguments).output
    }
    let jar = output + "-cookies"
    defer { try? FileManager.default.removeItem(atPath: jar) }
    _ = try ask(
      "--cookie-jar", jar, "--header", "Origin: \(link.1)", "--data", "token=\(link.2)",
      "\(link.1)/signin")
    let stock = "\(link.1)/api/inventory/products/\(Self.product)/stock"
    let stale = try ask("--cookie", jar, stock)
    #expect(stale.contains(#""type":"/problems/stale-data""#), "\(stale)")
    try two.resumeReplay()
    var fresh = ""
    try waitUntil("the stock is given") {
      fresh = try ask("--cookie", jar, stock)
      return fresh.contains("quantity_on_hand")
    }
    #expect(fresh.contains(/"as_of":"20[^"]+Z"/) && fresh.contains("7.000"), "\(fresh)")
    let csv = try ask("--cookie", jar, "--header", "Accept: text/csv", stock)
    #expect(csv.contains(/last_updated,as_of\r\n.*,20[^,]+Z\r\n/), "\(csv)")
    try two.pauseReplay()
    site.send(SIGTERM)
    _ = try site.wait()
  }

  /// By data that are too old no low stock is decided; one event says so, however often it is tried.
  private func alertsAreHeldBack(by environment: [String: String]) throws {
    var environment = environment
    environment["REPORT_STATE"] = output + "-state"
    environment["REPORT_OUTPUT"] = output + "-told"
    defer {
      for suffix in ["-state", "-told"] {
        try? FileManager.default.removeItem(atPath: output + suffix)
      }
    }
    environment["REPLICA_WAIT"] = "1s"
    environment["ALERTS_DELIVERY_BUDGET"] = "0s"
    // Nobody listens: what is written stays in the outbox, to be counted.
    environment["NOTIFICATION_SERVICE_URL"] = "http://127.0.0.1:1"
    let program = try Program.inventoryReports.get()
    for _ in 0..<2 {
      let alerts = try Program.run(program, ["alerts", "run"], environment: environment)
      #expect(alerts.code == 75, "\(alerts.errors)")
      #expect(alerts.errors.contains("no alerts were decided"), "\(alerts.errors)")
    }
    let status = try Program.run(program, ["alerts", "status", "--json"], environment: environment)
    #expect(status.output.contains(/"waiting" : 1\b/), "\(status.output)")
    #expect(status.output.contains("\"kind\" : \"stale_data\""), "\(status.output)")
  }
}
