import Demo
import EmbeddedPostgres
import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import Testing

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
    dates: RunRequest.Dates = .lastCompleteDay
  ) throws -> RunResult {
    let reports = try ReportCatalogue.load(folder: Places.reports).filter {
      names.contains($0.name)
    }
    var request = RunRequest(
      definitions: reports, areNamed: false, output: output, calendar: .utc, currency: "THB",
      programVersion: "test")
    request.dates = dates
    return try JobRunner(request, logger: quiet, cancellation: RunCancellation()).run(on: set)
  }

  @Test func `a run reads from a fresh standby, and from none that lags`() throws {
    defer {
      try? FileManager.default.removeItem(atPath: output)
      for cluster in [one, two, primary] { cluster.stop() }
    }
    let set = replicas()
    let first = try run(on: set)
    #expect(first.source.isStandby == true)
    #expect(first.outcomes.allSatisfy { $0.error == nil })
    let published = try #require(try PublishedReports(output: output).latest(of: "low-stock"))
    #expect(published.facts.source.standby == true)

    // The doctor finds both, and with the primary a proof of their freshness.
    let environment = [
      "DB_HOST": "\(one.folder),\(two.folder)", "DB_USER": "postgres", "DB_NAME": "postgres",
      "REPLICA_PRIMARY_URL": "host=\(primary.folder) user=postgres dbname=postgres",
      "REPORT_DEFINITIONS": Places.reports, "REPORT_OUTPUT": output, "REPLICA_MAX_LAG": "0s",
    ]
    let doctor = try Program.run(
      try Program.inventoryReports.get(), ["doctor"], environment: environment)
    #expect(doctor.code == 0, "\(doctor.output)")
    for cluster in [one, two] { #expect(doctor.output.contains("\(cluster.folder):5432\n")) }
    #expect(doctor.output.matches(of: /pass +freshness +fresh enough/).count == 2)
    #expect(doctor.output.contains("all follow one primary, on timeline 1"), "\(doctor.output)")
    #expect(doctor.output.contains(/pass +proof +the primary gives its position/))

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

    // What is about now waits in vain; a day that is over is known to be complete, and is made.
    let day = try #require(Day("2020-01-01"))
    let mixed = try run(on: set, ["low-stock", "inventory-valuation"], dates: .day(day))
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

    // A server that hangs costs its time-out and no more.
    one.freeze()
    defer { one.thaw() }
    let begun = ContinuousClock.now
    #expect(try run(on: set).source.server?.contains(two.folder) == true)
    #expect(ContinuousClock.now - begun < .seconds(20))
  }

  /// By data that are too old no low stock is decided; one event says so, however often it is tried.
  private func alertsAreHeldBack(by environment: [String: String]) throws {
    var environment = environment
    environment["REPORT_STATE"] = output + "-state"
    defer { try? FileManager.default.removeItem(atPath: output + "-state") }
    environment["REPLICA_WAIT"] = "1s"
    environment["ALERTS_DELIVERY_BUDGET"] = "0s"
    // Nobody listens: what is written stays in the outbox, to be counted.
    environment["NOTIFICATION_SERVICE_URL"] = "http://127.0.0.1:1"
    let program = try Program.inventoryReports.get()
    for _ in 0..<2 {
      let alerts = try Program.run(program, ["alerts", "run"], environment: environment)
      #expect(alerts.code == 75, "\(alerts.errors)")
      #expect(alerts.errors.contains("nothing is decided"), "\(alerts.errors)")
    }
    let status = try Program.run(program, ["alerts", "status", "--json"], environment: environment)
    #expect(status.output.contains(/"waiting" : 1\b/), "\(status.output)")
    #expect(status.output.contains("\"kind\" : \"stale_data\""), "\(status.output)")
  }
}
