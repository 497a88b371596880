import Monitoring
import Testing
import Values

/// What alerts put on the page, job after job.
struct AlertMetricsTests {
  private func lengths(_ counts: [Int], _ microseconds: Int64, bounds: [Int] = [1, 60])
    -> MetricFamily.Lengths
  {
    MetricFamily.Lengths(bounds: bounds, counts: counts, microseconds: microseconds)
  }

  private func sent(_ service: String, _ lengths: MetricFamily.Lengths) -> AlertMetrics {
    AlertMetrics(
      standing: nil,
      deliveries: [
        AlertMetrics.Deliveries(
          service: service, delivered: lengths.counts.reduce(0, +), failed: 1, givenUp: 0,
          latency: lengths)
      ])
  }

  /// The page after some jobs, each of which reads what the one before wrote.
  private func after(_ jobs: AlertMetrics...) throws -> [String: String] {
    var text = ""
    for job in jobs {
      var page = try #require(MetricsPage(text))
      job.update(&page)
      text = page.text
      #expect(MetricsPage(text) == page)
    }
    return try PrometheusText(text).values
  }

  @Test func `what jobs deliver adds up, for each service by itself`() throws {
    let values = try after(
      sent("notification", lengths([2, 1, 0], 31_500_000)), sent("finance", lengths([1, 0, 0], 5)),
      sent("notification", lengths([0, 1, 4], 900_000_001)))
    let latency = "inventory_reports_delivery_latency_seconds"
    for (bound, count) in [("1", "2"), ("60", "4"), ("+Inf", "8")] {
      #expect(values["\(latency)_bucket{le=\"\(bound)\",service=\"notification\"}"] == count)
    }
    #expect(values["\(latency)_count{service=\"notification\"}"] == "8")
    #expect(values["\(latency)_sum{service=\"notification\"}"] == "931.500001")
    #expect(values["\(latency)_sum{service=\"finance\"}"] == "0.000005")
    let total = "inventory_reports_deliveries_total"
    #expect(values["\(total){outcome=\"delivered\",service=\"notification\"}"] == "8")
    #expect(values["\(total){outcome=\"failed\",service=\"notification\"}"] == "2")
    #expect(values["\(total){outcome=\"delivered\",service=\"finance\"}"] == "1")
  }

  @Test func `other bounds begin anew`() throws {
    let values = try after(
      sent("finance", lengths([2, 1, 0], 7_000_000)),
      sent("finance", lengths([1, 0, 0], 1_000_000, bounds: [1, 30])))
    let latency = "inventory_reports_delivery_latency_seconds"
    #expect(values["\(latency)_count{service=\"finance\"}"] == "1")
    #expect(values["\(latency)_sum{service=\"finance\"}"] == "1")
    #expect(values["\(latency)_bucket{le=\"60\",service=\"finance\"}"] == nil)
  }

  @Test func `a job that cannot read the state leaves how things stood`() throws {
    let standing = AlertMetrics.Standing(
      lastRound: (Instant(microseconds: 1_700_000_000_000_000), 120),
      states: ["low": 7, "out_of_stock": 2], holds: ["silent_store": 1],
      services: [
        AlertMetrics.Service(
          name: "notification", pending: 3, dead: 1,
          oldestPending: Instant(microseconds: 1_600_000_000_500_000), lastSuccess: nil,
          isStopped: true)
      ])
    let first = AlertMetrics(
      standing: standing, deliveries: [], round: (Instant(microseconds: 5_000_000), 0))
    let failed = AlertMetrics(
      standing: nil, deliveries: [], round: (Instant(microseconds: 9_000_000), 73))
    let values = try after(first, failed)
    let expected = [
      "alerts_last_decided_timestamp_seconds": "1700000000", "alerts_watched_products": "120",
      "alerts_products{state=\"low\"}": "7", "alerts_products{state=\"out_of_stock\"}": "2",
      "alerts_holds{kind=\"silent_store\"}": "1",
      "outbox_events{service=\"notification\",status=\"pending\"}": "3",
      "outbox_events{service=\"notification\",status=\"dead\"}": "1",
      "outbox_oldest_timestamp_seconds{service=\"notification\"}": "1600000000.500000",
      "service_stopped{service=\"notification\"}": "1",
      "alerts_last_run_timestamp_seconds": "9", "alerts_last_run_exit_code": "73",
    ]
    #expect(
      values
        == Dictionary(
          uniqueKeysWithValues: expected.map { ("inventory_reports_" + $0.key, $0.value) }))
  }
}
