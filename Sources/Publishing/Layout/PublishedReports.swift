import Files
package import Reports
package import Values

/// What is published below an output folder.
package struct PublishedReports: Hashable, Sendable {
  package let output: String

  /// The reports below a folder, which need not exist yet.
  package init(output: String) {
    self.output = output
  }

  /// A period of a report and the run it shows.
  package struct PublishedPeriod: Hashable, Sendable {
    package var name: PeriodFolderName
    /// The run; nil when the link shows none.
    package var run: RunID?
  }

  /// The names of the reports that have runs, sorted; none when there is no such folder.
  package func reports() throws(PublishingError) -> [String] {
    guard try FileSystem.kind(of: output + "/.") == .folder else { return [] }
    var reports: [String] = []
    for name in try FileSystem.names(in: output) where ReportFolder.isPlain(name) {
      let folder = try ReportFolder(output: output, report: name)
      if try FileSystem.kind(of: folder.runs) == .folder { reports.append(name) }
    }
    return reports
  }

  /// The periods of a report by their last day, first day and name.
  package func periods(of report: String) throws(PublishingError) -> [PublishedPeriod] {
    let folder = try ReportFolder(output: output, report: report)
    guard try FileSystem.kind(of: folder.path + "/.") == .folder else { return [] }
    var periods: [PublishedPeriod] = []
    for text in try FileSystem.names(in: folder.path) {
      guard let name = PeriodFolderName(text),
        let target = try FileSystem.linkTarget(folder.link(name))
      else { continue }
      periods.append(PublishedPeriod(name: name, run: ReportFolder.run(ofTarget: target)))
    }
    return periods.sorted {
      ($0.name.to, $0.name.from, $0.name.text) < ($1.name.to, $1.name.from, $1.name.text)
    }
  }

  /// The finished runs of a report, also those that no period shows any more, oldest first.
  package func runs(of report: String) throws(PublishingError) -> [RunID] {
    let folder = try ReportFolder(output: output, report: report)
    guard try FileSystem.kind(of: folder.runs) == .folder else { return [] }
    return try FileSystem.names(in: folder.runs).compactMap { RunID($0) }
  }

  /// The newest finished runs of a report, up to a number, oldest first; without putting all that
  /// there are in order.
  package func newestRuns(of report: String, limit: Int) throws(PublishingError) -> [RunID] {
    let folder = try ReportFolder(output: output, report: report)
    guard limit > 0, try FileSystem.kind(of: folder.runs) == .folder else { return [] }
    var newest: [RunID] = []
    for name in try FileSystem.unorderedNames(in: folder.runs) {
      if newest.count == limit, let oldest = newest.first, name <= oldest.text { continue }
      guard let id = RunID(name) else { continue }
      newest.insert(id, at: newest.firstIndex { id < $0 } ?? newest.endIndex)
      if newest.count > limit { newest.removeFirst() }
    }
    return newest
  }

  /// When the first run of all reports started; nil when there is none, or where older ones were pruned.
  package func firstStart() throws(PublishingError) -> Instant? {
    var first: RunID?
    for report in try reports() {
      let folder = try ReportFolder(output: output, report: report)
      if folder.prunedThrough() != nil { return nil }
      let oldest = try FileSystem.unorderedNames(in: folder.runs).lazy.compactMap { RunID($0) }
        .min()
      first = [first, oldest].compactMap(\.self).min()
    }
    return first?.started
  }

  /// A finished run of a report.
  package func run(_ id: RunID, of report: String) throws(PublishingError) -> PublishedRun {
    try PublishedRun(folder: ReportFolder(output: output, report: report).run(id))
  }

  /// The run that a period shows; nil when the period is not published.
  package func current(
    _ period: PeriodFolderName, of report: String
  ) throws(PublishingError) -> PublishedRun? {
    let folder = try ReportFolder(output: output, report: report)
    guard let target = try FileSystem.linkTarget(folder.link(period)),
      let id = ReportFolder.run(ofTarget: target)
    else { return nil }
    return try PublishedRun(folder: folder.run(id))
  }

  /// The run that `latest` shows; nil when there is none.
  package func latest(of report: String) throws(PublishingError) -> PublishedRun? {
    let folder = try ReportFolder(output: output, report: report)
    guard let target = try FileSystem.linkTarget(folder.latestLink),
      let period = PeriodFolderName(target)
    else { return nil }
    return try current(period, of: report)
  }

  /// Whether a period shows a finished run, or showed it until a later one took its place.
  ///
  /// A process that died between the run's folder and its link leaves one that was never shown.
  package func wasShown(_ run: PublishedRun) throws(PublishingError) -> Bool {
    guard let period = run.periodFolder else { return false }
    let folder = try ReportFolder(output: output, report: run.facts.report)
    guard let target = try FileSystem.linkTarget(folder.link(period)),
      let shown = ReportFolder.run(ofTarget: target)
    else { return folder.prunedThrough().map { $0 >= period.to } ?? false }
    // Runs of a report are made one after the other.
    return !shown.startedBefore(run.id)
  }
}

extension ReportFolder {
  /// The run in a period link's text `.runs/<run id>`; nil for any other text.
  static func run(ofTarget target: String) -> RunID? {
    target.hasPrefix(".runs/") ? RunID(target.dropFirst(".runs/".count)) : nil
  }
}

extension ReportFolder {
  /// How many periods are read, a manifest each, and only where a period is missing.
  ///
  /// Who has more periods than these has a schedule, too.
  private static let mostByHand = 366

  /// Whether the schedule, and no person, made a period of a series that ends on a day or not long
  /// before.
  package func wasScheduled(
    _ series: ScheduledSeries, upTo last: Day
  ) throws(PublishingError) -> Bool {
    guard try FileSystem.kind(of: path + "/.") == .folder else { return false }
    let periods = try FileSystem.unorderedNames(in: path).compactMap { PeriodFolderName($0) }
      .filter { series.contains($0) && $0.to <= last }
    // The newest first: it is the schedule's in nearly all cases, as is one that cannot be read.
    return periods.count > Self.mostByHand
      || periods.sorted { $0.to > $1.to }.contains { period in
        (try? PublishedRun(folder: link(period)))?.facts.byHand != true
      }
  }
}
