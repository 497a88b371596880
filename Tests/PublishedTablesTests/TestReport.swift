import Foundation
import Publishing
import Reports
import Testing
import Values

@testable import PublishedTables

/// A report of one table in a folder of its own, which goes with it.
final class TestReport {
  let output: String
  private(set) var published = 0

  static let name = "stock"
  static let store = "11111111-2222-3333-4444-555555555555"
  static let otherStore = "aaaaaaaa-2222-3333-4444-555555555555"

  static let table = TableDefinition(
    key: "detail", title: "Detail", source: .computation("stock.detail"),
    columns: [
      Column(key: "store_id", type: .uuid, title: "Store id"),
      Column(key: "sku", type: .code, title: "SKU"),
      Column(key: "product_name", type: .text, title: "Product", meaning: "Its name."),
      Column(key: "unit", type: .text, title: "Unit"),
      Column(key: "quantity", type: .quantity, title: "Quantity", totalled: true),
      Column(key: "value", type: .money, title: "Value", totalled: true),
      Column(key: "day", type: .date, title: "Day"),
      Column(key: "at", type: .timestamp, title: "At"),
    ])
  static let header = table.columns.map(\.key).joined(separator: ",") + "\r\n"

  init() {
    output =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("tables-\(UUID().uuidString)").path
  }

  deinit { try? FileManager.default.removeItem(atPath: output) }

  /// Publishes records, which end with CRLF, as the table of a day.
  @discardableResult
  func publish(
    _ records: [String], day text: String = "2026-11-21", formulaGuard: Bool = true,
    header: String = TestReport.header
  ) throws -> PublishedRun {
    published += 1
    let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
    let day = try #require(Day(text))
    let definition = ReportDefinition(
      name: Self.name, folder: "reports/stock", title: "Stock", audience: "", description: "",
      schedule: .daily, parameters: [], tables: [Self.table], charts: [], checks: [],
      keyTotal: nil)
    let context = ReportContext(
      definition: definition,
      period: Period(from: day, to: day, calendar: calendar, now: .distantFuture),
      calendar: calendar, parameters: [], currency: "THB", assumptions: [], programVersion: "1")
    let start = Instant(microseconds: (1_795_311_000 + Int64(published)) * 1_000_000)
    let folder = try RunFolder(
      output: output, report: Self.name, id: RunID(startedAt: start))
    let file = context.file(.csv, table: "detail")
    try Data((header + records.joined()).utf8)
      .write(to: URL(fileURLWithPath: folder.path(of: file)))
    return try folder.publish(
      Publication(
        context: context,
        summaries: [
          TableSummary(
            table: Self.table, rows: records.count,
            totals: [4: .byUnit([.init(unit: "pcs", sum: 1)]), 5: .overall(100)])
        ], checks: [], files: [file], asOf: start, source: SourceFacts(), started: start,
        finished: start, formulaGuard: formulaGuard))
  }

  /// Publishes records and gives their table.
  func table(_ records: [String]) throws -> PublishedTable {
    try #require(PublishedTable("detail", of: try publish(records)))
  }

  /// A record with a number in most of its values.
  static func record(_ number: Int, store: String = TestReport.store) -> String {
    "\(store),S\(number),Product \(number),pcs,\(number).000,\(number % 7).50,2026-11-\(10 + number % 10),\r\n"
  }
}
