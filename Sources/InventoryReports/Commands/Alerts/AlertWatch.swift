import Alerts
import Logging
import Monitoring
import Reports

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
  private let healthcheck: Healthcheck?
  private let metrics: MetricsFile?

  /// The monitors that the settings name.
  init(_ settings: Settings, decides: Bool, logger: Logger) throws {
    self.settings = settings
    self.decides = decides
    healthcheck =
      decides ? try settings.healthcheck("alerts.healthcheck_url", logger: logger) : nil
    metrics = try settings.metricsFile()
  }

  /// Does the work and tells the monitors; gives the exit code, and throws what the work throws.
  func over(_ work: () async throws -> Ending) async throws -> Int32 {
    let begun = Task { [healthcheck] in await healthcheck?.start() }
    do {
      let ending = try await work()
      await begun.value
      return await tell(ending, error: nil)
    } catch {
      if error is Interrupted { begun.cancel() }
      await begun.value
      _ = await tell(Ending(code: ExitStatus.code(of: error), deliveries: []), error: error)
      throw error
    }
  }

  private func tell(_ ending: Ending, error: (any Error)?) async -> Int32 {
    var code = ending.code
    if let metrics {
      let now = Instant.now
      do {
        try metrics.update { page in
          AlertMetrics(settings, sent: ending.deliveries, round: decides ? (now, code) : nil)
            .update(&page)
        }
      } catch {
        Terminal.error("\(error)")
        if code == 0 { code = ExitStatus.Code.partial }
      }
    }
    // A job that was told to stop must be gone within a second.
    let patience = error is Interrupted ? Healthcheck.Patience.brief : .usual
    let summary = ending.summary.isEmpty ? "alerts: ended with \(code)" : ending.summary
    await healthcheck?.end(exitCode: code, summary: summary, patience)
    return code
  }
}
