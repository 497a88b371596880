import Foundation
import Inventory
import Publishing
import Reports
import ReportWriters
import Schedule
import StockReading
import Values

/// A report whose files are being written, or are written and checked, and that nobody sees yet.
///
/// Let go of before it is published, it leaves nothing.
struct WrittenReport {
  let plan: ReportPlan
  let output: ReportOutput
  private(set) var checks: [CheckResult] = []
  private(set) var duration = Duration.zero
  /// Why it must not be published.
  private(set) var failure: JobError?
  /// The same with some of the columns, from the same rows.
  let editions: [WrittenEdition]

  private let request: RunRequest
  private let formats: [ReportFormat]
  private let former: PublishedRun?
  private let earlier: EarlierRun
  private let context: ReportContext
  private let folder: RunFolder
  private let begun = ContinuousClock.now
  /// Whether it is made for a missing edition alone.
  private let isForEditions: Bool
  private var files: [ReportFile] = []

  /// Opens the report's files; `former` is the run that its period shows now, whose formats are
  /// written again, so that no format of a period is lost; `earlier` the one that row counts are
  /// compared with; `latest` the one that tells how the ledger was.
  init(
    _ plan: ReportPlan, request: RunRequest, id: RunID, former: PublishedRun?,
    earlier: PublishedRun?, latest: PublishedRun?, editions: [WrittenEdition] = [],
    isForEditions: Bool = false
  ) throws {
    self.plan = plan
    self.request = request
    self.editions = editions
    self.isForEditions = isForEditions
    let wanted = (former?.formats ?? []).union(request.formats(of: plan.definition.name))
    formats = ReportFormat.allCases.filter(wanted.contains)
    self.former = former
    self.earlier = EarlierRun(earlier, latest: latest, isForced: request.force)
    try ReportFolder(output: request.output, report: plan.definition.name).sweep(
      ScheduledSeries(plan.definition))
    folder = try RunFolder(output: request.output, report: plan.definition.name, id: id)
    var context = plan.context
    context.fileLabel = plan.folder.text
    self.context = context
    output = try ReportOutput(
      context: context, formats: formats, folder: folder.path,
      options: WriterOptions(formulaGuard: request.formulaGuard))
  }

  /// Starts a table.
  func begin(_ table: TableDefinition) throws(ReportWriteError) {
    try output.begin(table)
    for edition in editions { edition.begin(table) }
  }

  /// Writes a row, which is lent for the call.
  func write(_ row: RowBuffer) throws(ReportWriteError) {
    try output.write(row)
    for edition in editions { edition.write(row) }
  }

  /// Ends the table, and says what it adds up to.
  func end() throws(ReportWriteError) -> TableSummary {
    for edition in editions { edition.end() }
    return try output.end()
  }

  /// Checks the tables, and completes the files unless a check forbids it.
  ///
  /// `policies` are those that have a part in the figures, `reach` is given when the ledger does not go
  /// back to the period, `recentMovements` when the ledger is not to lose any.
  mutating func finish(
    controls: [ControlTotals], computed: [ComputedCheck], basis: [TableSummary],
    policies: [PolicyFit], reach: CheckResult?, recentMovements: RecentMovements?
  ) throws {
    checks = try ReportChecks(
      definition: plan.definition, summaries: output.summaries, basis: basis, controls: controls,
      computed: computed
    ).results()
    checks += policies.flatMap(\.results)
    if let reach { checks.append(earlier.judged(reach)) }
    // What is compared with an earlier run says nothing of this data alone: it is for the manifest.
    let own = checks
    checks += earlier.results(of: plan.definition, summaries: output.summaries)
    if let recentMovements, let lost = earlier.result(recentMovements: recentMovements) {
      checks.append(lost)
    }
    let failed = checks.filter { $0.outcome == .failed }
    if failed.isEmpty {
      files = try output.finish(checks: own)
      let editionChecks = EditionChecks(report: plan.definition, controls: controls)
      for edition in editions { edition.finish(own: own, all: checks, of: editionChecks) }
    } else {
      output.abandon()
      failure = .checksFailed(report: plan.definition.name, failed)
    }
    duration = ContinuousClock.now - begun
  }

  /// Whether the database's own sums say that the tables are wrong.
  var contradictsDatabase: Bool {
    checks.contains { result in
      guard result.outcome == .failed else { return false }
      return plan.definition.checks.contains { check in
        guard check.name == result.name, case .query = check.source else { return false }
        return true
      }
    }
  }

  /// Whether its figures are those of a published run.
  func isSame(as run: PublishedRun) throws(PublishingError) -> Bool {
    try folder.isSame(files, as: run)
  }

  /// Why the period is issued again, and what that changes; nil for a first issue.
  private var reissue: Reissue? {
    former.map { Reissue(of: $0, reason: reason, summaries: output.summaries) }
  }

  /// Why a period that is published is issued again.
  private var reason: String {
    former?.facts.period.provisional == true
      ? "the earlier run was provisional"
      : request.force
        ? "asked for with --force"
        : request.reissue || isForEditions
          ? "the data changed" : "the earlier run had other settings or files"
  }

  /// What the manifest of the report says.
  func publication(
    started: Instant, asOf: Instant, source: SourceFacts, prices: PriceFacts?,
    ledger: LedgerFacts?, inputs: [InputFacts] = []
  ) -> Publication {
    Publication(
      context: context, summaries: output.summaries, checks: checks, files: files, asOf: asOf,
      source: source, started: started, finished: Instant.now,
      formulaGuard: request.formulaGuard, policyHash: plan.policyHash(request),
      financePolicyHash: plan.financeHash(request), reissue: reissue, prices: prices,
      ledger: plan.computations.isEmpty ? nil : ledger, inputs: inputs,
      isByHand: isByHand(at: asOf))
  }

  /// Shows the report under its period.
  func publish(_ publication: Publication) throws -> PublishedRun {
    try folder.publish(publication)
  }

  /// Shows an edition under its period, once the report itself is shown.
  func publish(_ edition: WrittenEdition, like publication: Publication) throws -> PublishedRun {
    try edition.publish(like: publication, because: reason)
  }

  /// Whether a person named days that the schedule has not made, and does not ask for at an instant.
  private func isByHand(at now: Instant) -> Bool {
    guard request.namesDays, former.map({ $0.facts.byHand == true }) ?? true else { return false }
    let scheduled = ScheduledPeriods(definition: plan.definition, calendar: request.calendar)
    return scheduled.complete(at: now, count: 1) != [plan.folder.to]
      || !scheduled.series.contains(plan.folder)
  }
}

extension JobError {
  static func checksFailed(report: String, _ failed: [CheckResult]) -> JobError {
    .checksFailed(
      report: report,
      checks: failed.map { check in
        let figures =
          check.expected.isEmpty && check.found.isEmpty
          ? "" : ": expected \(check.expected), found \(check.found)"
        return "\(check.name) (\(check.detail.isEmpty ? check.title : check.detail)\(figures))"
      })
  }
}
