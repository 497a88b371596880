import Alerts
import Logging
import Monitoring
import Values

/// Tells the monitors of a command that decides or delivers alerts: the metrics file, and, when it
/// decides, the health check of alerts.
///
/// It is another check than that of the reports: alerts that go well every hour must not hide a
/// night without reports. And a delivery alone does not ping: it would hide that nothing is
/// decided any more.
struct AlertWatch {
  /// What a command came to.
  struct Ending: Sendable {
    var code: Int32
    var deliveries: [DeliveryResult]
    /// What it did, without figures of the stock and messages: the monitor may be anybody's.
    var summary = ""
  }

  private let settings: Settings
  private let decides: Bool
  private let monitors: JobMonitors

  /// The monitors that the settings name.
  init(_ settings: Settings, decides: Bool, logger: Logger) throws {
    self.settings = settings
    self.decides = decides
    monitors = JobMonitors(
      healthcheck: decides
        ? try settings.healthcheck("alerts.healthcheck_url", logger: logger) : nil,
      metrics: try settings.metricsFile())
  }

  /// Does the work and tells the monitors; gives the exit code, and throws what the work throws.
  func over(_ work: () async throws -> Ending) async throws -> Int32 {
    try await monitors.over(work, failed: { Ending(code: $0, deliveries: []) }) { ending in
      JobMonitors.News(
        code: ending.code,
        figures: { page in
          AlertMetrics(
            settings, sent: ending.deliveries, round: decides ? (Instant.now, ending.code) : nil
          ).update(&page)
        },
        summary: { ending.summary.isEmpty ? "alerts: exit code \($0)" : ending.summary })
    }
  }
}
