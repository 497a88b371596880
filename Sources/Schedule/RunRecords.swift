import Foundation
package import Publishing
package import Reports
package import StateStore
import Values

extension RunFacts {
  /// The control totals as they stand in the data package, on one line.
  package var totalsText: String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(totals)).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension PublishedReports {
  /// The record of a run that is, or was, shown; nil when its process died before it was.
  package func record(of id: RunID, report: String) -> RunRecord? {
    guard let run = try? run(id, of: report), (try? wasShown(run)) == true else { return nil }
    return RunRecord(run)
  }
}

extension RunRecord {
  /// The record of a published run, from its manifest.
  fileprivate init(_ run: PublishedRun) {
    let facts = run.facts
    self.init(
      run: run.id.text, report: facts.report, attempt: 1, state: .published,
      started: facts.started.instant, host: "", process: 0)
    period = facts.periodFolder
    finished = facts.finished.instant
    asOf = facts.asOf.instant
    server = facts.source.server
    isStandby = facts.source.isStandby
    rows = facts.rows.values.reduce(0, +)
    totals = facts.totalsText
    warnings = facts.warnings.map(\.line)
  }
}

extension ScheduledSeries {
  /// Whether a record of a run is of the series; one without a period is.
  package func contains(recorded period: String?) -> Bool {
    period.map { PeriodFolderName($0).map(contains) ?? false } ?? true
  }
}
