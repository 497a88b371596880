import Columns
import Logging
import Publishing
import Reports
import ReportWriters
import StockReading

/// What a run says of itself in the log: a line for each stage, with rows and seconds.
struct RunLog {
  private let logger: Logger

  init(_ logger: Logger, run: RunID) {
    var logger = logger
    logger[metadataKey: "run"] = "\(run)"
    self.logger = logger
  }

  func snapshot(_ snapshot: Snapshot) {
    var facts: Logger.Metadata = ["stage": "connect", "as_of": "\(snapshot.now)"]
    facts["server"] = snapshot.source.server.map { "\($0)" }
    facts["standby"] = snapshot.source.isStandby.map { .stringConvertible($0) }
    facts["lag_seconds"] = snapshot.source.lagMilliseconds.map {
      .stringConvertible(Double($0) / 1_000)
    }
    logger.info("snapshot taken", metadata: facts)
  }

  func read(_ rows: [ReadingStep: Int], took duration: Duration) {
    var facts = Self.stage("read", rows: rows.values.reduce(0, +), duration)
    for (step, count) in rows { facts[step.rawValue] = .stringConvertible(count) }
    logger.info("tables read", metadata: facts)
  }

  /// Where the stock lies, when it is more than was to be in memory.
  func columns(_ memory: MemoryBudget) {
    let usage = memory.usage
    guard usage.inFiles > 0 else { return }
    logger.info(
      "part of the stock is in files",
      metadata: [
        "stage": "read", "folder": "\(memory.folder)",
        "bytes_in_files": .stringConvertible(usage.inFiles),
        "bytes_in_memory": .stringConvertible(usage.inMemory),
      ])
  }

  func written(_ report: WrittenReport) {
    let rows = report.output.summaries.map(\.rows).reduce(0, +)
    var facts = Self.stage("write", rows: rows, report.duration)
    facts["report"] = "\(report.plan.definition.name)"
    facts["period"] = "\(report.plan.folder)"
    logger.info("report written", metadata: facts)
    for check in report.checks where check.outcome == .warned {
      // Not its detail, which may name rows: that is in the data package and in `status`.
      logger.notice(
        "check warning",
        metadata: ["report": "\(report.plan.definition.name)", "check": "\(check.name)"])
    }
  }

  func settled(_ outcome: ReportOutcome) {
    var facts: Logger.Metadata = ["report": "\(outcome.report)"]
    facts["period"] = outcome.period.map { "\($0)" }
    switch outcome.ending {
    case .published(let run):
      let rows = run.facts.rows.values.reduce(0, +)
      facts.merge(
        Self.stage("publish", rows: rows, .milliseconds(outcome.stages["publish"] ?? 0))
      ) { $1 }
      facts["bytes"] = .stringConvertible(run.package.resources.map(\.bytes).reduce(0, +))
      logger.info("report published", metadata: facts)
    case .alreadyPublished: logger.info("already published", metadata: facts)
    case .planned: logger.debug("would be made", metadata: facts)
    // The command reports it, with its exit code.
    case .failed: break
    }
  }

  private static func stage(_ name: String, rows: Int, _ duration: Duration) -> Logger.Metadata {
    [
      "stage": "\(name)", "rows": .stringConvertible(rows),
      "seconds": .stringConvertible((duration / .milliseconds(1)).rounded() / 1_000),
    ]
  }
}
