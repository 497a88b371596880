import Foundation
import Reports
import Testing
import Values

@testable import Publishing

/// A small report of two stores, published in a folder of its own.
struct PublishedSample {
  static let report = "inventory-valuation"
  static let siam = "11111111-2222-3333-4444-555555555555"
  static let silom = "aaaaaaaa-2222-3333-4444-555555555555"

  static let detail = TableDefinition(
    key: "detail", title: "Detail", source: .computation("inventory-valuation.detail"),
    columns: [
      Column(key: "sku", type: .code, title: "SKU"),
      Column(key: "product_name", type: .text, title: "Product"),
      Column(key: "store_id", type: .uuid, title: "Store id"),
      Column(key: "cost_value", type: .money, title: "Cost value", totalled: true),
    ])
  static let totals = TableDefinition(
    key: "totals", title: "Totals", source: .computation("inventory-valuation.totals"),
    columns: [Column(key: "cost_value", type: .money, title: "Cost value")])

  static let header = "sku,product_name,store_id,cost_value\r\n"
  static let siamRow = "007,\"Tea, \"\"green\"\"\r\nloose\",\(siam),1234.50\r\n"
  static let silomRow = "008,\(siam),\(silom),2.00\r\n"

  let output: String

  /// The period's run with these files; `mark` makes its workbook another one.
  @discardableResult
  func publish(
    _ day: String, second: Int = 0, mark: String = "a", padding: Int = 0,
    checks: [CheckResult] = [], currency: String = "THB", zone: String = "Asia/Bangkok",
    comparedWith earlier: String? = nil
  ) throws -> PublishedRun {
    let calendar = try #require(BusinessCalendar(timeZoneName: zone))
    let date = try #require(Day(day))
    let definition = ReportDefinition(
      name: Self.report, folder: "reports/\(Self.report)", title: "Inventory valuation",
      audience: "finance", description: "What the stock is worth.", schedule: .daily,
      parameters: [], tables: [Self.detail, Self.totals], charts: [], checks: [],
      keyTotal: .init(table: "detail", column: "cost_value"))
    let context = ReportContext(
      definition: definition,
      period: Period(from: date, to: date, calendar: calendar, now: .distantFuture),
      calendar: calendar,
      parameters: earlier.map { [.init(name: "compare_with", value: .text($0), isDefault: false)] }
        ?? [],
      currency: currency, assumptions: [], programVersion: "1.0.0")
    let period = PeriodFolderName(context: context)
    let files = [
      ReportFile(report: Self.report, label: period.text, format: .csv, table: "detail"),
      ReportFile(report: Self.report, label: period.text, format: .csv, table: "totals"),
      ReportFile(report: Self.report, label: period.text, format: .xlsx),
    ]
    let contents = [
      Self.header + Self.siamRow + Self.silomRow, "cost_value\r\n1236.50\r\n",
      "PK\(mark)" + String(repeating: "x", count: padding),
    ]
    let start = Instant(microseconds: (1_795_311_000 + Int64(second)) * 1_000_000)
    let folder = try RunFolder(
      output: output, report: Self.report, id: RunID(startedAt: start))
    for (file, content) in zip(files, contents) {
      try Data(content.utf8).write(to: URL(fileURLWithPath: folder.path(of: file)))
    }
    return try folder.publish(
      Publication(
        context: context,
        summaries: [
          TableSummary(table: Self.detail, rows: 2, totals: [3: .overall(123_650)]),
          TableSummary(table: Self.totals, rows: 1, totals: [:]),
        ],
        checks: checks, files: files, asOf: start, source: SourceFacts(), started: start,
        finished: start, formulaGuard: true))
  }
}

/// Runs a test against a site over a folder with one published period, 2026-11-21.
func withPublishedSite(
  _ body: @Sendable (SiteClient, PublishedSample) async throws -> Void
) async throws {
  let output = NSTemporaryDirectory() + "site-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: output) }
  let sample = PublishedSample(output: output)
  try sample.publish("2026-11-21")
  try await withSite(.forTests(output: output)) { try await body($0, sample) }
}
