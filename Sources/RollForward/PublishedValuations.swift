import Foundation
import PublishedTables
import Publishing
import Reports
import Values

/// The valuations that are published, each date with its present issue.
///
/// What counts is final, of all stores and compared with the day before; links tell which run a date
/// shows, and only the manifests of dates that are asked for are read.
struct PublishedValuations {
  /// The report that they are of.
  static let report = "inventory-valuation"

  /// A valuation that can be added up.
  struct Valuation {
    var run: PublishedRun
    var change: PublishedTable
    var changeByCategory: PublishedTable
  }

  /// Why a date has none.
  struct Missing: Hashable {
    var date: Day
    /// What is wrong, without the date.
    var reason: String
    /// Whether a run has to be asked for although the date is published.
    var needsForce: Bool
  }

  /// Every date that shows a run, with that run's id; of a date that was not over, too.
  let shown: [Day: RunID]
  /// Up to where old ones were removed; nil when none were.
  let prunedThrough: Day?

  private let published: PublishedReports
  private let scope: RollForwardScope
  private var read: [Day: Result<Valuation, MissingDay>] = [:]

  private struct MissingDay: Error {
    var missing: Missing
  }

  init(_ scope: RollForwardScope) throws(PublishingError) {
    self.scope = scope
    published = PublishedReports(output: scope.output)
    var shown: [Day: RunID] = [:]
    for period in try published.periods(of: Self.report) {
      let name = period.name
      guard !name.isFiltered, name.from == name.to, let run = period.run else { continue }
      shown[name.to] = run
    }
    self.shown = shown
    prunedThrough = try ReportFolder(output: scope.output, report: Self.report).prunedThrough()
  }

  /// The valuation of a date, or why there is none.
  mutating func valuation(_ date: Day) -> Result<Valuation, any Error> {
    look(date).mapError { $0 }
  }

  /// Why a date has no valuation; nil when it has one.
  mutating func missing(_ date: Day) -> Missing? {
    if case .failure(let day) = look(date) { day.missing } else { nil }
  }

  /// Whether a date has no valuation since old ones were removed.
  func wasPruned(_ date: Day) -> Bool {
    guard let prunedThrough, date <= prunedThrough else { return false }
    return shown[date] == nil
  }

  private mutating func look(_ date: Day) -> Result<Valuation, MissingDay> {
    if let known = read[date] { return known }
    let found: Result<Valuation, MissingDay>
    do {
      found = .success(try find(date))
    } catch let missing as MissingDay {
      found = .failure(missing)
    } catch {
      found = .failure(
        MissingDay(missing: Missing(date: date, reason: "\(error)", needsForce: true)))
    }
    read[date] = found
    return found
  }

  private func find(_ date: Day) throws -> Valuation {
    func missing(_ reason: String, force: Bool = true) -> MissingDay {
      MissingDay(missing: Missing(date: date, reason: reason, needsForce: force))
    }
    guard let id = shown[date] else {
      let reason = scope.failures[date].map { "its valuation failed in this run: \($0)" }
      throw missing(reason ?? "it is not published", force: false)
    }
    let run = try published.run(id, of: Self.report)
    let facts = run.facts
    guard !facts.period.provisional else {
      throw missing("it was published before it was over", force: false)
    }
    guard facts.period.timeZone == scope.timeZone else {
      throw missing("it is published in the time zone \(facts.period.timeZone)")
    }
    guard facts.currency == scope.currency else {
      throw missing("it is published in \(facts.currency)")
    }
    guard let change = PublishedTable("change", of: run) else {
      throw missing("it is published without CSV files")
    }
    guard let byCategory = PublishedTable("change_by_category", of: run),
      change.index(of: "adjusted_up") != nil
    else { throw missing("an earlier version published it, without change_by_category") }
    for table in [change, byCategory] { try run.verify(table.resource) }
    return Valuation(run: run, change: change, changeByCategory: byCategory)
  }

  /// The runs of each date of a period that were final, oldest first, where there were several.
  ///
  /// Only the manifests of runs that no date shows any more are read.
  func issues(in days: ClosedRange<Day>) throws(PublishingError) -> [Day: [PublishedRun]] {
    let present = Set(shown.values)
    var found: [Day: [PublishedRun]] = [:]
    for id in try published.runs(of: Self.report) where !present.contains(id) {
      // One that cannot be read is named by `verify`.
      guard let run = try? published.run(id, of: Self.report), let name = run.periodFolder,
        !name.isFiltered, name.from == name.to, days.contains(name.to),
        !run.facts.period.provisional, try published.wasShown(run)
      else { continue }
      found[name.to, default: []].append(run)
    }
    return found
  }
}
