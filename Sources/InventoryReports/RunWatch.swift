import Alerts
import Foundation
import JobRunner
import Logging
import Monitoring
import Reports
import Values

/// Tells the monitors of a command that makes reports.
struct RunWatch {
  /// What a command came to.
  struct Ending: Sendable {
    var code: Int32
    var results: [RunResult]
    /// What other services were sent about it.
    var deliveries: [DeliveryResult] = []
  }

  private let settings: Settings
  private let request: RunRequest
  private let monitors: JobMonitors
  private let reports: [String]

  /// The monitors that the settings name; none for a dry run, and no metrics of another output
  /// folder than the usual one unless the command itself asks for them.
  init(_ settings: Settings, _ request: RunRequest, logger: Logger) throws {
    self.settings = settings
    self.request = request
    let isElsewhere =
      settings.isFlag("report.output") && !settings.isFlag("monitoring.metrics_file")
    let file = try settings.metricsFile()
    monitors = JobMonitors(
      healthcheck: request.dryRun
        ? nil : try settings.healthcheck("monitoring.healthcheck_url", logger: logger),
      metrics: request.dryRun || isElsewhere ? nil : file)
    reports = ReportCatalogue.read(folder: settings.definitionsFolder).0.withEditions.map(\.name)
  }

  /// Does the work and tells the monitors; gives the exit code, and throws what the work throws.
  func over(_ work: () async throws -> Ending) async throws -> Int32 {
    try await monitors.over(work, failed: { Ending(code: $0, results: []) }) { ending in
      let now = Instant.now
      let ends = ends(of: ending.results, code: ending.code, at: now)
      let run = RunMetrics(
        reports: reports, ends: ends, output: request.output, currency: request.currency,
        version: Version.current, ended: now, exitCode: ending.code)
      return JobMonitors.News(
        code: ending.code,
        figures: { page in
          run.update(&page)
          AlertMetrics(settings, sent: ending.deliveries).update(&page)
        },
        summary: { _ in summary(ending.results, ends) })
    }
  }

  /// What became of the schedule: what somebody asked for by hand, such as a month of a daily report,
  /// says nothing of how that goes.
  private func ends(of results: [RunResult], code: Int32, at now: Instant) -> [ReportEnd] {
    let outcomes = results.flatMap(\.outcomes)
    let made = outcomes.filter { isScheduled($0.report, period: $0.period) }.map { outcome in
      var end = ReportEnd(
        report: outcome.report, ended: now,
        exitCode: outcome.error.map { ExitStatus.code(of: $0) } ?? 0, stages: outcome.stages)
      if case .published(let run) = outcome.ending { end.published = run }
      return end
    }
    // What has no outcome was not come to: the error is that of the whole run.
    let missing = request.definitions.map(\.name).filter { name in
      !outcomes.contains { $0.report == name } && isScheduled(name, period: nil)
    }
    return made
      + (results.isEmpty && code != 0
        ? missing.map { ReportEnd(report: $0, ended: now, exitCode: code) } : [])
  }

  private func isScheduled(_ report: String, period: String?) -> Bool {
    request.definitions.withEditions.first { $0.name == report }
      .map { request.isScheduled($0, period: period) } ?? true
  }

  /// A line for each report.
  private func summary(_ results: [RunResult], _ ends: [ReportEnd]) -> String {
    let lines = results.flatMap { result in
      result.outcomes.map { outcome in
        let word =
          switch outcome.ending {
          case .published: "published"
          case .alreadyPublished: "already published"
          case .planned: "would be made"
          case .failed(let error): "failed with exit code \(ExitStatus.code(of: error))"
          }
        return "\(outcome.report) \(outcome.period ?? ""): \(word), run \(result.run)"
      }
    }
    guard lines.isEmpty else { return lines.joined(separator: "\n") }
    return ends.map { "\($0.report): failed with exit code \($0.exitCode)" }.joined(separator: "\n")
  }
}

extension Settings {
  /// Whether a value came from the command line.
  fileprivate func isFlag(_ key: String) -> Bool {
    if case .flag? = resolved(key)?.source { true } else { false }
  }
}
