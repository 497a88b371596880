import Files
package import Reports
import Values

extension ReportFolder {
  /// The name of a link that is to take the place of another.
  private static func temporaryName(_ name: String, run: RunID) -> String { ".\(name).\(run).link" }

  /// Whether a name is one of those.
  static func isTemporaryLink(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".link")
  }

  /// Makes a link show something else in one step, and brings that to the disk.
  func swap(
    _ link: String, to target: String, run: RunID, made: () throws(PublishingError) -> Void,
    swapped: () throws(PublishingError) -> Void
  ) throws(PublishingError) {
    let name = String(link.dropFirst(path.count + 1))
    let temporary = "\(path)/\(Self.temporaryName(name, run: run))"
    do {
      // One is left when a process of this very run died here and its id was used again.
      try FileSystem.remove(temporary)
      try FileSystem.link(temporary, to: target)
      try made()
      try FileSystem.rename(temporary, to: link)
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
    try swapped()
    try FileSystem.sync(path)
  }

  /// Makes `latest` show the period of the scheduled series that ends last; call it under the
  /// report's lock.
  ///
  /// Found anew each time rather than compared with the present link, so that a link that is broken,
  /// or was left behind by a run that died between its two links, is put right too. Among periods
  /// that end together the preferred one wins, else the present one. Where nothing of the series is
  /// published, a link to anything else goes.
  func showLatest(
    of series: ScheduledSeries, preferring preferred: PeriodFolderName?, run: RunID,
    reached: (PublishStep) throws(PublishingError) -> Void
  ) throws(PublishingError) {
    let present = try FileSystem.linkTarget(latestLink)
    let last = try lastPeriods(of: series)
    guard let any = last.first else {
      guard let other = present.flatMap({ PeriodFolderName($0) }),
        !series.contains(other) || series.endsBeforeItCounts && isProvisional(other)
      else { return }
      try FileSystem.remove(latestLink)
      return try FileSystem.sync(path)
    }
    let chosen =
      last.first { $0 == preferred } ?? last.first { $0.text == present } ?? any
    guard chosen.text != present else { return }
    try swap(
      latestLink, to: chosen.text, run: run,
      made: { () throws(PublishingError) in try reached(.latestLinkMade) },
      swapped: { () throws(PublishingError) in try reached(.latestLinkSwapped) })
    try reached(.latestLinkSynced)
  }

  /// Whether what a period shows was made before it was over.
  private func isProvisional(_ period: PeriodFolderName) -> Bool {
    (try? PublishedRun(folder: link(period)))?.facts.period.provisional == true
  }

  /// The periods of a series that end last, all those that end at the same instant; periods without
  /// a run, or whose manifest is damaged, do not count, nor do those that were not over where a schedule
  /// asks for whole days.
  func lastPeriods(of series: ScheduledSeries) throws(PublishingError) -> [PeriodFolderName] {
    let periods = try FileSystem.names(in: path).compactMap { PeriodFolderName($0) }
      .filter(series.contains).sorted { $0.to > $1.to }
    var best: [PeriodFolderName] = []
    var end = ZonedTime?.none
    for period in periods {
      // A day may begin 26 hours later in one zone than in another: only then are the dates of the
      // names no order of the instants.
      if let first = best.first, period.to.distance(to: first.to) > 2 { break }
      let facts: PeriodFacts
      do {
        facts = try PublishedRun(folder: link(period)).facts.period
      } catch  where error.cause == .unreadableManifest {
        continue
      }
      if series.endsBeforeItCounts, facts.provisional { continue }
      let found = facts.end
      if let last = end, found.instant < last.instant { continue }
      if found.instant != end?.instant { best = [] }
      best.append(period)
      end = found
    }
    return best
  }
}

extension ScheduledSeries {
  /// Whether what is published under a name belongs to the series: it is unfiltered, and as long as
  /// the schedule asks.
  package func contains(_ period: PeriodFolderName) -> Bool {
    !period.isFiltered && contains(period.from...period.to)
  }
}
