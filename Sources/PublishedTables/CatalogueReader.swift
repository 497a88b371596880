package import Publishing
import Synchronization
import Values

/// Knows what is published, and looks again when that may have changed.
///
/// A manifest is read once in the life of the program, for a finished run never changes. Whether
/// anything changed is told by the times of three folders for each report, so that asking is
/// cheap; a folder that changed a moment ago is read again, since its time may not tell a second
/// change from the first.
package final class CatalogueReader: Sendable {
  private struct Known {
    var catalogue: PublishedCatalogue
    var output: Int64?
    var changes: [String: PublishedReports.ChangeTime]
    /// The folders that changed so shortly before they were read that they are read again.
    var unsettled: Set<String>
    var outputUnsettled: Bool
    var looked: ContinuousClock.Instant
  }

  package var output: String { published.output }

  private let published: PublishedReports
  private let schemas = Mutex<Set<TableSchema>>([])
  private let known = Mutex<Known?>(nil)
  private let looking = Mutex<Void>(())

  /// For how long a folder's time may stand still while names change in it: two seconds on the
  /// coarsest file systems.
  private static let coarseness: Int64 = 2_500_000_000

  /// A reader of an output folder, which need not exist yet.
  package init(output: String) {
    published = PublishedReports(output: output)
  }

  /// What is published, if somebody looked within so long; never waits.
  package func fresh(within age: Duration) -> PublishedCatalogue? {
    known.withLock { known in
      guard let known, known.looked.duration(to: .now) < age else { return nil }
      return known.catalogue
    }
  }

  /// What is published now; looks at folders, so call it on a thread that may wait.
  ///
  /// Of threads that ask together, one looks. Throws `PublishingError` when a folder cannot be read;
  /// a run whose manifest is damaged is listed as such.
  package func current(within age: Duration = .zero) throws(PublishingError) -> PublishedCatalogue {
    let asked = ContinuousClock.now
    return try looking.withLock { _ throws(PublishingError) in
      let before = known.withLock { $0 }
      if let before, before.looked > asked || before.looked.duration(to: .now) < age {
        return before.catalogue
      }
      let next = try look(after: before)
      known.withLock { $0 = next }
      return next.catalogue
    }
  }

  private func look(after before: Known?) throws(PublishingError) -> Known {
    let looked = ContinuousClock.now
    let time = Instant.now.microseconds * 1_000
    let output = try published.changeTime()
    var names = before?.catalogue.reports.map(\.name) ?? []
    if before == nil || before?.output != output || before?.outputUnsettled == true {
      names = try published.reports()
    }
    var reports: [PublishedReport] = []
    var changes: [String: PublishedReports.ChangeTime] = [:]
    var unsettled: Set<String> = []
    var isNew = names != before?.catalogue.reports.map(\.name)
    for name in names {
      let change = try published.changeTime(of: name)
      changes[name] = change
      // A folder's time from a clock ahead of this one settles nothing either.
      if change.newest > time - Self.coarseness { unsettled.insert(name) }
      let former = before?.catalogue.report(name)
      if let former, before?.changes[name] == change, before?.unsettled.contains(name) == false {
        reports.append(former)
        continue
      }
      let report = try read(name, after: former)
      isNew = isNew || former.map { !report.shows($0) } ?? true
      reports.append(report)
    }
    let version = before.map { isNew ? $0.catalogue.version + 1 : $0.catalogue.version } ?? 1
    return Known(
      catalogue: PublishedCatalogue(version: version, reports: reports), output: output,
      changes: changes, unsettled: unsettled,
      outputUnsettled: output.map { $0 > time - Self.coarseness } ?? true, looked: looked)
  }

  /// Reads a report's links, and the manifests of runs that were not there before.
  private func read(
    _ name: String, after former: PublishedReport?
  ) throws(PublishingError) -> PublishedReport {
    // Links first: a run that they show is then among the runs.
    let latest = try published.latestPeriod(of: name)
    let links = try published.periods(of: name)
    let kept = Dictionary(
      (former?.runs ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var runs: [PublishedRun] = []
    var damaged: [PublishedReport.Damage] = []
    for id in try published.runs(of: name) {
      if let run = kept[id] {
        runs.append(run)
        continue
      }
      do {
        var run = try published.run(id, of: name)
        schemas.withLock { run.shareSchemas(&$0) }
        runs.append(run)
      } catch {
        damaged.append(PublishedReport.Damage(run: id, reason: error.reason))
      }
    }
    let byPeriod = Dictionary(grouping: runs) { $0.facts.periodFolder }
    let byID = Dictionary(runs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let periods = links.map { link in
      PublishedReport.Period(
        name: link.name, run: link.run.flatMap { byID[$0] },
        earlier: (byPeriod[link.name.text] ?? []).filter { $0.id != link.run }.reversed())
    }
    return PublishedReport(
      name: name, periods: periods, latest: latest, runs: runs, damaged: damaged)
  }
}

extension PublishedReport {
  /// Whether it shows what another value of the same report does: finished runs never change.
  fileprivate func shows(_ other: PublishedReport) -> Bool {
    latest == other.latest && damaged == other.damaged && runs.map(\.id) == other.runs.map(\.id)
      && periods.map(\.name) == other.periods.map(\.name)
      && periods.map { $0.run?.id } == other.periods.map { $0.run?.id }
  }
}

/// What is published at one moment; a value that any thread may keep.
package struct PublishedCatalogue: Sendable {
  /// Counts the changes since the program started: equal numbers, equal contents.
  package var version: Int
  /// The reports that have runs, by name.
  package var reports: [PublishedReport]

  /// A report of a name.
  package func report(_ name: String) -> PublishedReport? {
    reports.first { $0.name == name }
  }
}
