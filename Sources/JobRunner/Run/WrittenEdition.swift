import Publishing
import Reports
import ReportWriters
import Schedule
import Values

/// An edition of a report, written from the same rows in the same pass, that nobody sees yet.
///
/// What goes wrong with it is kept, and keeps nothing from the report itself. It belongs to the thread
/// that runs; let go of before it is published, it leaves nothing.
final class WrittenEdition {
  let plan: ReportPlan
  /// Why it cannot be published.
  private(set) var failure: (any Error)?
  private(set) var checks: [CheckResult] = []
  private(set) var summaries: [TableSummary] = []

  private let request: RunRequest
  private let former: PublishedRun?
  private var context: ReportContext
  private var folder: RunFolder?
  private var output: ReportOutput?
  private var rows: EditionRows?
  private var files: [ReportFile] = []

  /// Opens its files; `former` is the run that its period shows now, whose formats are written again.
  init(_ plan: ReportPlan, request: RunRequest, id: RunID, former: PublishedRun?) {
    self.plan = plan
    self.request = request
    self.former = former
    context = plan.context
    context.fileLabel = plan.folder.text
    let name = plan.definition.name
    let wanted = (former?.formats ?? []).union(request.formats(of: name))
    attempt {
      try ReportFolder(output: request.output, report: name).sweep(
        ScheduledSeries(plan.definition))
      let folder = try RunFolder(output: request.output, report: name, id: id)
      self.folder = folder
      output = try ReportOutput(
        context: context, formats: ReportFormat.allCases.filter(wanted.contains),
        folder: folder.path, options: WriterOptions(formulaGuard: request.formulaGuard))
    }
  }

  /// Starts a table of the report.
  func begin(_ table: TableDefinition) {
    attempt {
      guard let output, let folder else { return }
      rows = try EditionRows(of: table, for: plan.definition, to: output, folder: folder.path)
    }
  }

  /// Takes a row of the report, which is lent for the call.
  func write(_ row: RowBuffer) {
    guard failure == nil, let rows else { return }
    attempt { try rows.write(row) }
  }

  /// Ends the table.
  func end() {
    attempt {
      try rows?.end()
      rows = nil
    }
  }

  /// Completes the files; `own` are the results of the data alone, `all` those for the manifest.
  func finish(own: [CheckResult], all: [CheckResult], of checks: EditionChecks) {
    attempt {
      guard let output else { return }
      self.checks = checks.results(all, for: plan.definition)
      files = try output.finish(checks: checks.results(own, for: plan.definition))
      summaries = output.summaries
    }
  }

  /// Whether its figures are those of a published run.
  func isSame(as run: PublishedRun) throws -> Bool {
    try folder?.isSame(files, as: run) ?? false
  }

  /// Shows the edition under its period, as the report's own publication says of the run.
  func publish(like report: Publication, because reason: String) throws -> PublishedRun {
    if let failure { throw failure }
    guard let folder else { throw JobError.badServer("an edition without a folder") }
    var publication = report
    publication.context = context
    publication.summaries = summaries
    publication.checks = checks
    publication.files = files
    publication.finished = Instant.now
    publication.policyHash = nil
    publication.financePolicyHash = nil
    publication.prices = nil
    publication.ledger = nil
    // A reader of the edition may not know of the reports that the full one was made of.
    publication.inputs = []
    publication.reissue = former.map { reissue(of: $0, because: reason) }
    return try folder.publish(publication)
  }

  /// What differs from its former run, as far as the edition lists it: that may have been of another
  /// list.
  private func reissue(of run: PublishedRun, because reason: String) -> Reissue {
    let isOfList = run.facts.editionList == plan.definition.origin?.listHash
    var reissue = Reissue(
      of: run, reason: isOfList ? reason : "the list of its columns changed", summaries: summaries)
    let listed = reissue.differences?.filter { difference in
      plan.definition.table(difference.table).map {
        difference.column == "rows" || $0.index(of: difference.column) != nil
      } ?? false
    }
    reissue.differences = listed?.isEmpty == true ? nil : listed
    return reissue
  }

  private func attempt(_ body: () throws -> Void) {
    guard failure == nil else { return }
    do {
      try body()
    } catch {
      failure = error
      rows = nil
      output?.abandon()
      output = nil
      folder = nil
    }
  }
}
