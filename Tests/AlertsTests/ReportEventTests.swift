import Foundation
import Publishing
import Reports
import TestSupport
import Testing
import Values

@testable import Alerts
@testable import StateStore

/// What published reports tell.
@Suite struct ReportEventTests {
  private static let store = "11111111-2222-3333-4444-555555555555"
  private static let product = "aaaaaaaa-2222-3333-4444-555555555555"
  private static let other = "bbbbbbbb-2222-3333-4444-555555555555"

  @Test func `a value has moved by more than so many percent`() {
    #expect(!ReportEvents.hasMoved(from: 100, to: 110, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: 100, to: 111, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: 100, to: 89, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: -100, to: 100, byMoreThan: 10))
    #expect(ReportEvents.hasMoved(from: 0, to: 1, byMoreThan: 10))
    #expect(!ReportEvents.hasMoved(from: 0, to: 0, byMoreThan: 0))
  }

  private static let suggestions = TableDefinition(
    key: "lines", title: "Lines", source: .computation("reorder-suggestions.suggestions"),
    columns: [
      Column(key: "supplier_name", type: .text, title: "Supplier"),
      Column(key: "store_id", type: .uuid, title: "Store id"),
      Column(key: "store_name", type: .text, title: "Store"),
      Column(key: "product_id", type: .uuid, title: "Product id"),
      Column(key: "sku", type: .code, title: "SKU"),
      Column(key: "suggested_quantity", type: .quantity, title: "Suggested"),
      Column(key: "lead_time_days", type: .integer, title: "Lead time"),
      Column(key: "average_daily_demand", type: .decimal(scale: 6), title: "Demand"),
      Column(key: "stockout_date", type: .date, title: "Stock-out"),
      Column(key: "is_active", type: .boolean, title: "Active"),
      Column(key: "last_movement_at", type: .timestamp, title: "Moved"),
      Column(key: "reason", type: .text, title: "Reason"),
    ])
  private static let changes = TableDefinition(
    key: "change", title: "Change", source: .computation("inventory-valuation.change"),
    columns: [
      Column(key: "store_id", type: .uuid, title: "Store id"),
      Column(key: "store_name", type: .text, title: "Store"),
      Column(key: "opening_value", type: .money, title: "Opening"),
      Column(key: "closing_value", type: .money, title: "Closing"),
    ])

  private static func definition(_ name: String, _ table: TableDefinition) -> ReportDefinition {
    ReportDefinition(
      name: name, folder: "reports/\(name)", title: "", audience: "", description: "",
      schedule: .daily, parameters: [], tables: [table], charts: [], checks: [], keyTotal: nil)
  }

  /// Publishes a table's records, which end with CRLF.
  private static func publish(
    _ report: ReportDefinition, _ records: [String], format: ReportFormat = .csv,
    in output: String
  ) throws -> PublishedRun {
    let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
    let day = try #require(Day("2026-11-21"))
    let context = ReportContext(
      definition: report,
      period: Period(from: day, to: day, calendar: calendar, now: .distantFuture),
      calendar: calendar, parameters: [], currency: "THB", assumptions: [], programVersion: "1")
    let start = try #require(ZonedTime("2026-11-21T18:00:00.5Z")).instant
    let folder = try RunFolder(output: output, report: report.name, id: RunID(startedAt: start))
    let table = report.tables[0]
    let file = context.file(format, table: format == .json ? nil : table.key)
    let header = table.columns.map { $0.key }.joined(separator: ",") + "\r\n"
    try Data((header + records.joined()).utf8)
      .write(to: URL(fileURLWithPath: folder.path(of: file)))
    return try folder.publish(
      Publication(
        context: context,
        summaries: [TableSummary(table: table, rows: records.count, totals: [:])],
        checks: [], files: [file], asOf: start, source: SourceFacts(), started: start,
        finished: start, formulaGuard: true))
  }

  /// The events of a run that are written for a service, in order.
  private static func events(
    of run: PublishedRun, _ report: ReportDefinition, for endpoint: EndpointName,
    isLatest: Bool = true, in folder: String
  ) throws -> [OutboxEvent] {
    let state = try StateDatabase(folder: "\(folder)/state")
    let events = ReportEvents(to: [endpoint], valueChange: 10, envelope: .plain)
    #expect(events.concern(report))
    let clock = try #require(ZonedTime("2026-11-22T00:00:00Z")).instant
    let count = try state.changeAlerts {
      try events.write(run, of: report, isLatest: isLatest, in: $0, at: clock)
    }
    let due = try state.dueEvents(of: endpoint.rawValue, at: clock, limit: 100)
    #expect(due.count == count)
    // The same again is no news.
    let again = try state.changeAlerts {
      try events.write(run, of: report, isLatest: isLatest, in: $0, at: clock)
    }
    #expect(again == 0)
    return due.map(\.event)
  }

  /// The part of a body that is about the row.
  private static func data(_ event: OutboxEvent) throws -> String {
    let text = String(decoding: event.body, as: UTF8.self)
    let start = try #require(text.range(of: #""currency":"THB","#))
    return String(text[start.upperBound...])
  }

  @Test func `a suggestion is told as it is published, without zeros at the end`() throws {
    try withTemporaryFolder { folder in
      let report = Self.definition("orders", Self.suggestions)
      let run = try Self.publish(
        report,
        [
          "\"Tea, \"\"green\"\"\r\nhills\",\(Self.store),,\(Self.product),'=1+1,1200.000,10,"
            + "0.120000,2026-11-30,true,2026-11-21T09:00:00.25+07:00,\r\n",
          ",\(Self.store),Siam,\(Self.other),,12.500,,-3.000000,,false,,Low.\r\n",
        ], in: folder)
      let told = try Self.events(of: run, report, for: .purchase, in: folder)
      #expect(
        try told.map(Self.data) == [
          #""supplier_name":"Tea, \"green\"\u000d\u000ahills","store_id":"\#(Self.store)","#
            + #""store_name":"","product_id":"\#(Self.product)","sku":"=1+1","#
            + #""suggested_quantity":1200.0,"lead_time_days":10,"average_daily_demand":0.12,"#
            + #""stockout_date":"2026-11-30","is_active":true,"#
            + #""last_movement_at":"2026-11-21T02:00:00.250000Z","reason":null}}"#,
          #""supplier_name":null,"store_id":"\#(Self.store)","store_name":"Siam","#
            + #""product_id":"\#(Self.other)","sku":"","suggested_quantity":12.5,"#
            + #""lead_time_days":null,"average_daily_demand":-3.0,"stockout_date":null,"#
            + #""is_active":false,"last_movement_at":null,"reason":"Low."}}"#,
        ])
      let text = String(decoding: try #require(told.first).body, as: UTF8.self)
      #expect(text.hasPrefix(#"{"event_type":"inventory.reorder_suggestion","event_id":""#))
      #expect(text.contains(#""timestamp":"2026-11-21T18:00:00Z","data":{"date":"2026-11-21","#))
    }
  }

  @Test func `nobody orders by older suggestions`() throws {
    try withTemporaryFolder { folder in
      let report = Self.definition("orders", Self.suggestions)
      let run = try Self.publish(
        report, [",\(Self.store),Siam,\(Self.product),007,12.500,,,,,,Low.\r\n"], in: folder)
      #expect(
        try Self.events(of: run, report, for: .purchase, isLatest: false, in: folder).isEmpty)
    }
  }

  @Test func `of the stores, those whose value moved are told, of any day`() throws {
    try withTemporaryFolder { folder in
      let report = Self.definition("value", Self.changes)
      let run = try Self.publish(
        report,
        [
          "\(Self.store),Siam,100.00,110.01\r\n", "\(Self.other),Silom,100.00,110.00\r\n",
          ",(all stores),200.00,320.01\r\n",
        ], in: folder)
      let told = try Self.events(of: run, report, for: .finance, isLatest: false, in: folder)
      #expect(
        try told.map(Self.data) == [
          #""store_id":"\#(Self.store)","store_name":"Siam","opening_value":100.0,"#
            + #""closing_value":110.01}}"#
        ])
    }
  }

  @Test func `what cannot be read is no event`() throws {
    try withTemporaryFolder { folder in
      let report = Self.definition("orders", Self.suggestions)
      let damaged = try Self.publish(
        report, [",\(Self.store),Siam,\(Self.product),007,12.500,many,,,,,Low.\r\n"], in: folder)
      let error = #expect(throws: (any Error).self) {
        try Self.events(of: damaged, report, for: .purchase, in: folder)
      }
      let text = error.map { "\($0)" } ?? ""
      #expect(text.contains("'lead_time_days'") && !text.contains("many"))
      let document = try Self.publish(report, ["{}"], format: .json, in: "\(folder)/document")
      #expect(throws: (any Error).self) {
        try Self.events(of: document, report, for: .purchase, in: folder)
      }
    }
  }
}
