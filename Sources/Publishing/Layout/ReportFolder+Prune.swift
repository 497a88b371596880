import Files
import Foundation
package import Reports
package import Values

extension ReportFolder {
  private var prunedFile: String { runs + "/.pruned" }

  /// The last day up to which periods were removed on purpose; nil when none were.
  ///
  /// What is missing up to there is not to be made again.
  package func prunedThrough() -> Day? {
    guard let bytes = try? OpenFile(prunedFile, for: .reading).readAll() else { return nil }
    return Day(String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline })
  }

  /// What a rule removes; nothing is changed.
  ///
  /// The newest period whose run is whole always stays, and so does what `latest` shows. Without a
  /// series every day counts.
  package func pruning(
    _ retention: Retention, of series: ScheduledSeries?
  ) throws(PublishingError) -> Pruning {
    let published = PublishedReports(output: output)
    let periods = try published.periods(of: report)
    let scheduled = periods.map(\.name).filter { series?.contains($0) ?? true }
    let days = retention.kept(
      of: Set(periods.map(\.name.to)), scheduled: Set(scheduled.map(\.to)))
    var stays = Set([try FileSystem.linkTarget(latestLink)].compactMap { $0 })
    for period in periods.reversed() where !period.name.isFiltered {
      guard let run = try? published.current(period.name, of: report), run.isWhole else { continue }
      stays.insert(period.name.text)
      break
    }
    let (kept, gone) = periods.reduce(into: (Set<String>(), Set<String>())) { result, period in
      if days.contains(period.name.to) || stays.contains(period.name.text) {
        result.0.insert(period.name.text)
      } else {
        result.1.insert(period.name.text)
      }
    }
    let shown = Set(periods.filter { kept.contains($0.name.text) }.compactMap(\.run))
    var pruning = Pruning(
      report: report, periods: periods.map(\.name).filter { gone.contains($0.text) }, runs: [],
      kept: shown, bytes: 0)
    for id in try published.runs(of: report) where !shown.contains(id) {
      // What cannot be read is for a person to look at, not to be removed unseen.
      guard let brief = BriefManifest(folder: run(id)) else {
        pruning.kept.insert(id)
        continue
      }
      let facts = brief.inventory_reports
      guard facts.period.provisional || !kept.contains(facts.period_folder) else {
        pruning.kept.insert(id)
        continue
      }
      pruning.runs.append(id)
      pruning.bytes += brief.resources.map(\.bytes).reduce(0, +)
    }
    return pruning
  }

  /// Removes what a pruning says; links first, so that at every moment what is shown is whole.
  package func prune(_ pruning: Pruning) throws(PublishingError) {
    guard !pruning.periods.isEmpty || !pruning.runs.isEmpty else { return }
    try locked { () throws(PublishingError) in
      if let last = pruning.periods.filter({ !$0.isFiltered }).map(\.to).max() {
        try markPruned(through: max(last, prunedThrough() ?? last))
      }
      for period in pruning.periods { try FileSystem.remove(link(period)) }
      try FileSystem.sync(path)
      for id in pruning.runs {
        // Under the name of an unfinished run, so that the rest goes with the next sweep if this
        // process dies here.
        try FileSystem.rename(run(id), to: partial(id))
        try FileSystem.removeTree(partial(id))
      }
      try FileSystem.sync(runs)
    }
  }

  private func markPruned(through day: Day) throws(PublishingError) {
    let unfinished = prunedFile + ".unfinished"
    try FileSystem.remove(unfinished)
    let file = try OpenFile(unfinished, for: .creating)
    try file.write(Array("\(day)\n".utf8))
    try file.sync()
    try FileSystem.rename(unfinished, to: prunedFile)
  }
}

/// The few facts of a manifest that pruning goes by: reading no more is many times faster.
private struct BriefManifest: Decodable {
  struct Resource: Decodable { var bytes: Int }
  struct Period: Decodable { var provisional: Bool }
  struct Facts: Decodable {
    var period_folder: String
    var period: Period
  }

  var resources: [Resource]
  var inventory_reports: Facts

  init?(folder: String) {
    guard let bytes = try? OpenFile("\(folder)/\(DataPackage.fileName)", for: .reading).readAll(),
      let manifest = try? JSONDecoder().decode(Self.self, from: Data(bytes))
    else { return nil }
    self = manifest
  }
}
