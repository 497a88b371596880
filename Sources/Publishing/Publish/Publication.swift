package import Reports
package import Values

/// Everything that the manifest of a run says, handed over when its files are written.
package struct Publication: Sendable {
  /// What the run was about.
  package var context: ReportContext
  /// Rows and totals of each table.
  package var summaries: [TableSummary]
  /// What was checked and what came out.
  package var checks: [CheckResult]
  /// The files in the run's folder, all of them.
  package var files: [ReportFile]
  /// The snapshot's time by the database's clock.
  package var asOf: Instant
  /// Where the data were read.
  package var source: SourceFacts
  /// When the run started.
  package var started: Instant
  /// When its last file was written.
  package var finished: Instant
  /// Whether text that looks like a formula got a leading apostrophe in the CSV files.
  package var formulaGuard: Bool
  /// The hash of the reorder policy used, as `sha256:...`; nil when the report uses none.
  package var policyHash: String?
  /// The hash of the finance policy used, as `sha256:...`; nil when the report uses none.
  package var financePolicyHash: String?
  /// Which run this one is issued again for, and why; nil for a first issue.
  package var reissue: Reissue?
  /// By which recorded prices it was made; nil when they have no part in it, or none is remembered.
  package var prices: PriceFacts?
  /// How the ledger was read; nil when it was not.
  package var ledger: LedgerFacts?
  /// The published runs that it adds up; empty for a report that is made of the database.
  package var inputs: [InputFacts]
  /// Whether a person named its days, and the schedule did not make it before.
  package var isByHand: Bool
  /// Of an edition, the run of its report whose rows it has.
  package var editionOfRun: String?

  package init(
    context: ReportContext, summaries: [TableSummary], checks: [CheckResult],
    files: [ReportFile], asOf: Instant, source: SourceFacts, started: Instant, finished: Instant,
    formulaGuard: Bool, policyHash: String? = nil, financePolicyHash: String? = nil,
    reissue: Reissue? = nil, prices: PriceFacts? = nil, ledger: LedgerFacts? = nil,
    inputs: [InputFacts] = [], isByHand: Bool = false
  ) {
    self.context = context
    self.summaries = summaries
    self.checks = checks
    self.files = files
    self.asOf = asOf
    self.source = source
    self.started = started
    self.finished = finished
    self.formulaGuard = formulaGuard
    self.policyHash = policyHash
    self.financePolicyHash = financePolicyHash
    self.reissue = reissue
    self.prices = prices
    self.ledger = ledger
    self.inputs = inputs
    self.isByHand = isByHand
  }
}
