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

  private let request: RunRequest
  private let formats: [ReportFormat]
  private let former: PublishedRun?
  private let earlier: EarlierRun
  private let context: ReportContext
  private let folder: RunFolder
  private let begun = ContinuousClock.now
  private var files: [ReportFile] = []

  /// Opens the report's files; `former` is the run that its period shows now, whose formats are
  /// written again, so that no format of a period is lost; `earlier` the one that row counts are
  /// compared with; `latest` the one that tells how the ledger was.
  init(
    _ plan: ReportPlan, request: RunRequest, id: RunID, former: PublishedRun?,
    earlier: PublishedRun?, latest: PublishedRun?
  ) throws {
    self.plan = plan
    self.request = request
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

  /// Checks the tables, and completes the files unless a check forbids it.
  ///
  /// `policy` is given when the policy has a part in the figures, `reach` when the ledger does not go
  /// back to the period, `recentMovements` when the ledger is not to lose any.
  mutating func finish(
    controls: [ControlTotals], computed: [ComputedCheck], basis: [TableSummary],
    policy: ResolvedPolicy?, reach: CheckResult?, recentMovements: RecentMovements?
  ) throws {
    checks = try ReportChecks(
      definition: plan.definition, summaries: output.summaries, basis: basis, controls: controls,
      computed: computed
    ).results()
    if let policy { checks += Self.fit(of: policy) }
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
    } else {
      output.abandon()
      failure = .checksFailed(report: plan.definition.name, failed)
    }
    duration = ContinuousClock.now - begun
  }

  /// Whether the policy fits the database: a result for each of its lines that does not.
  private static func fit(of policy: ResolvedPolicy) -> [CheckResult] {
    func result(_ outcome: CheckResult.Outcome, _ detail: String) -> CheckResult {
      CheckResult(
        name: "policy-fits",
        title:
          "Every override and every order of the reorder policy matches a product and a store.",
        outcome: outcome, detail: detail)
    }
    return policy.misfits.isEmpty
      ? [result(.passed, "")] : policy.misfits.map { result(.warned, $0.description) }
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
    former.map { former in
      let why =
        former.facts.period.provisional
        ? "the earlier run was provisional"
        : request.force
          ? "asked for with --force"
          : request.reissue
            ? "the data changed" : "the earlier run had other settings or files"
      return Reissue(of: former, reason: why, summaries: output.summaries)
    }
  }

  /// Shows the report under its period.
  func publish(
    started: Instant, asOf: Instant, source: SourceFacts, prices: PriceFacts?, ledger: LedgerFacts?,
    inputs: [InputFacts] = []
  ) throws -> PublishedRun {
    try folder.publish(
      Publication(
        context: context, summaries: output.summaries, checks: checks, files: files, asOf: asOf,
        source: source, started: started, finished: Instant.now,
        formulaGuard: request.formulaGuard, policyHash: plan.policyHash(request), reissue: reissue,
        prices: prices, ledger: plan.computations.isEmpty ? nil : ledger,
        inputs: inputs, isByHand: isByHand(at: asOf)))
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
