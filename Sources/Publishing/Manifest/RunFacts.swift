package import Reports
package import Values

/// What is known of a run: the object `inventory_reports` of its manifest.
package struct RunFacts: Hashable, Codable, Sendable {
  /// The run's id, also the name of its folder.
  package var runID: String
  /// The version of the program that made it.
  package var programVersion: String
  package var report: String
  /// The report that this is an edition of; nil when it is a report itself.
  package var editionOf: String?
  /// The run of that report whose rows it has.
  package var editionOfRun: String?
  /// The hash of the list of its tables and columns, as `sha256:...`.
  package var editionList: String?
  /// The name of the link that it was published under.
  package var periodFolder: String
  /// The business days it covers.
  package var period: PeriodFacts
  package var asOf: ZonedTime
  /// Where the data were read.
  package var source: SourceFacts
  /// Every parameter with the value used.
  package var parameters: [String: ReportContext.ParameterValue]
  /// ISO 4217 code of the money.
  package var currency: String
  /// The hash of the reorder policy used, as `sha256:...`.
  package var policyHash: String?
  /// The hash of the finance policy used, as `sha256:...`.
  package var financePolicyHash: String?
  package var rows: [String: Int]
  /// Control totals by table and column, as exact text.
  package var totals: [String: [String: ControlTotal]]
  package var checks: [CheckResult]
  /// When the run started.
  package var started: ZonedTime
  /// When its last file was written.
  package var finished: ZonedTime
  /// Which run this one is issued again for, and why.
  package var reissue: Reissue?
  /// By which recorded prices it was made, when any is remembered.
  package var prices: PriceFacts?
  /// How the ledger was read; nil when it was not.
  package var ledger: LedgerFacts?
  /// The published runs that it adds up; nil when it is made of the database.
  package var inputs: [InputFacts]?
  /// Whether a person named its days, so that the schedule says nothing of it; nil when not.
  package var byHand: Bool?

  /// The checks that warned.
  package var warnings: [CheckResult] { checks.filter { $0.outcome == .warned } }

  private enum CodingKeys: String, CodingKey {
    case runID = "run_id"
    case programVersion = "program_version"
    case report
    case editionOf = "edition_of"
    case editionOfRun = "edition_of_run"
    case editionList = "edition_list_hash"
    case periodFolder = "period_folder"
    case period
    case asOf = "as_of"
    case source, parameters, currency
    case policyHash = "policy_hash"
    case financePolicyHash = "finance_policy_hash"
    case rows, totals, checks, started, finished, reissue, prices, ledger, inputs
    case byHand = "by_hand"
  }

  /// The facts of a publication.
  init(_ publication: Publication, run: RunID, folder: PeriodFolderName) {
    let context = publication.context
    let calendar = context.calendar
    runID = run.text
    programVersion = context.programVersion
    report = context.definition.name
    editionOf = context.definition.origin?.report
    editionOfRun = publication.editionOfRun
    editionList = context.definition.origin?.listHash
    periodFolder = folder.text
    period = PeriodFacts(context.period, in: calendar)
    asOf = ZonedTime(publication.asOf, in: calendar)
    source = publication.source
    parameters = Dictionary(
      context.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    currency = context.currency
    policyHash = publication.policyHash
    financePolicyHash = publication.financePolicyHash
    rows = Dictionary(
      publication.summaries.map { ($0.table.key, $0.rows) }, uniquingKeysWith: { $1 })
    totals = Dictionary(
      publication.summaries.map { ($0.table.key, ControlTotal.totals(of: $0)) },
      uniquingKeysWith: { $1 })
    checks = publication.checks
    started = ZonedTime(publication.started, in: calendar)
    finished = ZonedTime(publication.finished, in: calendar)
    reissue = publication.reissue
    prices = publication.prices
    ledger = publication.ledger
    inputs = publication.inputs.isEmpty ? nil : publication.inputs
    byHand = publication.isByHand ? true : nil
  }
}
