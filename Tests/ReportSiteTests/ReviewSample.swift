import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Reports
import SiteSettings
import Testing

@testable import Publishing
@testable import ReportSite

/// Published reorder suggestions, with the columns of the report itself.
struct ReviewSample {
  static let siam = PublishedSample.siam
  static let silom = PublishedSample.silom
  static let supplier = "33333333-0000-0000-0000-000000000001"

  /// One suggestion of so many pieces at 10.00.
  struct Row {
    var sku: String
    var store = ReviewSample.siam
    var quantity = "24.000"
    var product = "Tea"
    var urgency = "due"
    var supplierName = "Tea & Co"
    var supplierID = ReviewSample.supplier
    var cost = "10.00"
    var pack = "1.000"
  }

  let folder: String
  var output: String { "\(folder)/out" }

  /// Publishes the suggestions of a day, without some columns as an older version did.
  func publish(_ day: String, _ rows: [Row], without missing: Set<String> = []) throws {
    let reports = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../reports/reorder-suggestions").standardizedFileURL.path
    let full = try ReportCatalogue.loadReport(folder: reports)
    var table = try #require(full.table("suggestions"))
    table.columns.removeAll { missing.contains($0.key) }
    var definition = full
    definition.tables = [table]
    definition.charts = []
    definition.checks = []
    let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
    let date = try #require(Day(day))
    let context = ReportContext(
      definition: definition,
      period: Period(from: date, to: date, calendar: calendar, now: .distantFuture),
      calendar: calendar, parameters: [], currency: "THB", assumptions: [], programVersion: "1.0.0")
    let file = OutputFile(
      report: definition.name, period: PeriodFolderName(context: context), format: .csv,
      table: "suggestions")
    let start = calendar.start(of: date.advanced(by: 1))
    let run = try RunFolder(
      output: output, report: definition.name, id: RunID(startedAt: start))
    let lines = rows.map { row in
      table.columns.map { Self.field(row, $0.key) }.joined(separator: ",")
    }
    let text = ([table.columns.map(\.key).joined(separator: ",")] + lines)
      .map { $0 + "\r\n" }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: run.path(of: file)))
    _ = try run.publish(
      Publication(
        context: context,
        summaries: [TableSummary(table: table, rows: rows.count, totals: [:])],
        checks: [], files: [file], asOf: start, source: SourceFacts(), started: start,
        finished: start, formulaGuard: true))
  }

  private static func field(_ row: Row, _ column: String) -> String {
    switch column {
    case "supplier_id": row.supplierID
    case "supplier_name": "\"\(row.supplierName.replacing("\"", with: "\"\""))\""
    case "store_id": row.store
    case "store_name": row.store == siam ? "Siam" : "Silom"
    case "product_id":
      "22222222-0000-0000-0000-" + row.sku.utf8.map { String($0, radix: 16) }.joined().padded(12)
    case "sku": row.sku
    case "product_name": "\"\(row.product)\""
    case "unit": "piece"
    case "quantity": "2.000"
    case "on_order": "0.000"
    case "max_stock": "25.000"
    case "days_of_cover": "1.5"
    case "average_daily_demand": "1.333333"
    case "stockout_date": "2026-11-23"
    case "lead_time_days": "7"
    case "suggested_quantity": row.quantity
    case "cost_price": row.cost
    case "urgency": row.urgency
    case "reason": "On hand 2.000 is at or below the reorder level 10.000."
    case "pack_size": row.pack
    case "min_order_quantity": "0.000"
    default: ""
    }
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    String(repeating: "0", count: width - utf8.count) + self
  }
}

/// Runs a test against a site with two published suggestions, A in Siam and B in Silom.
func withReviewSite(
  pack: String = "1.000", patience: Duration = .seconds(30), pageWait: Duration = .seconds(30),
  _ body: @Sendable (SiteClient, ReviewSample) async throws -> Void
) async throws {
  let folder = NSTemporaryDirectory() + "review-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let sample = ReviewSample(folder: folder)
  try sample.publish(
    "2026-11-20",
    [.init(sku: "A", pack: pack), .init(sku: "B", store: ReviewSample.silom, pack: pack)])
  var settings = SiteSettings.forTests(output: sample.output)
  settings.state = "\(folder)/state"
  try await withSite(settings, patience: patience, pageWait: pageWait) {
    try await body($0, sample)
  }
}

extension SiteClient.Person {
  /// Signs somebody of another name in, to review.
  init(_ site: Site, stores: StoreScope = .all, named name: String) {
    let opened = site.sessions.open(name: name, roles: [.reorderReview: stores])
    cookie = "\(site.origin.cookieName)=\(opened.cookie)"
    formToken = opened.viewer.formToken ?? ""
  }
}

extension SiteClient {
  /// Sends JSON as somebody whose page does.
  func send(
    _ path: String, _ json: String, as person: Person?, headers more: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers: HTTPFields = [
      .contentType: "application/json", .origin: "http://localhost", .fetchSite: "same-origin",
    ]
    headers[.cookie] = person?.cookie
    headers[.formToken] = person?.formToken
    for field in more { headers[field.name] = field.value }
    return try await client.execute(
      uri: path, method: .post, headers: headers, body: ByteBuffer(string: json))
  }
}

extension TestResponse {
  /// The value of a hidden field.
  static func value(_ name: String, in page: String) throws -> String {
    let mark = "name=\"\(name)\" value=\""
    let start = try #require(page.range(of: mark)).upperBound
    return String(page[start...].prefix { $0 != "\"" })
  }
}
