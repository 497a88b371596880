import Reports
import Testing
import Values

@testable import Publishing

/// A small report with every type of column, its periods and its publications.
enum SampleReport {
  static let name = "inventory-valuation"

  static let columns: [Column] = [
    Column(key: "store_id", type: .uuid, title: "Store id", meaning: "The store."),
    Column(key: "sku", type: .code, title: "SKU", meaning: "The stock keeping unit."),
    Column(key: "product_name", type: .text, title: "Product"),
    Column(key: "unit", type: .text, title: "Unit", meaning: "What the quantity counts."),
    Column(
      key: "quantity", type: .quantity, title: "Quantity", meaning: "On hand.", totalled: true),
    Column(
      key: "cost_value", type: .money, title: "Cost value", meaning: "Quantity times cost.",
      totalled: true),
    Column(key: "margin", type: .ratio, title: "Margin", meaning: "Profit by retail value."),
    Column(key: "days_of_cover", type: .decimal(scale: 1), title: "Cover", meaning: "In days."),
    Column(key: "movements", type: .integer, title: "Movements", meaning: "How many."),
    Column(key: "is_active", type: .boolean, title: "Active", meaning: "Whether it is sold."),
    Column(key: "day", type: .date, title: "Day", meaning: "The business date."),
    Column(key: "last_movement_at", type: .timestamp, title: "Last", meaning: "The last one."),
  ]

  static let detail = TableDefinition(
    key: "detail", title: "Detail", source: .computation("inventory-valuation.detail"),
    columns: columns)
  static let exceptions = TableDefinition(
    key: "exceptions", title: "Exceptions", source: .computation("inventory-valuation.exceptions"),
    columns: [Column(key: "kind", type: .text, title: "Kind", meaning: "What it is.")])

  static let header = columns.map(\.key).joined(separator: ",") + "\r\n"
  static let rows = [
    "11111111-2222-3333-4444-555555555555,007,\"Tea, \"\"green\"\"\r\nloose\",kg,1.500,1234.50,"
      + "0.2500,3.0,12,true,2026-11-21,2026-11-21T18:00:00+07:00\r\n",
    "11111111-2222-3333-4444-555555555555,'=1+1,Tasse,pcs,-3.000,0.00,,,0,false,,"
      + "2026-11-21T18:00:00.123456+07:00\r\n",
    "aaaaaaaa-2222-3333-4444-555555555555,,,pcs,99999999999.999,99999999999999999.99,"
      + "-1.0000,0.5,3,true,2026-11-21,\r\n",
  ]

  static let definition =
    ReportDefinition(
      name: name, folder: "reports/\(name)", title: "Inventory valuation", audience: "finance",
      description: "What the stock is worth at cost.", schedule: .daily,
      parameters: [
        .init(name: "date", title: "Date", type: .date, defaultValue: nil),
        .init(name: "stores", title: "Stores", type: .text, defaultValue: nil),
      ], tables: [detail, exceptions], charts: [], checks: [],
      keyTotal: .init(table: "detail", column: "cost_value"))

  /// The report with another schedule, of one date or of a range of them.
  static func scheduled(
    _ schedule: ReportDefinition.Schedule, ofRanges: Bool
  ) -> ReportDefinition {
    var definition = definition
    definition.schedule = schedule
    if ofRanges {
      definition.parameters += ["from", "to"].map {
        .init(name: $0, title: $0, type: .date, defaultValue: nil)
      }
    }
    return definition
  }

  /// The run of the days `from...to` in Bangkok, over unless `now` says otherwise.
  static func context(
    _ from: String, to: String? = nil, now: Instant = .distantFuture, stores: [String] = [],
    of definition: ReportDefinition = definition
  ) throws -> ReportContext {
    let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
    let first = try #require(Day(from))
    let last = try #require(Day(to ?? from))
    return ReportContext(
      definition: definition, period: Period(from: first, to: last, calendar: calendar, now: now),
      calendar: calendar,
      parameters: [
        .init(name: "date", value: .text(last.description), isDefault: false),
        .init(name: "stores", value: .list(stores), isDefault: stores.isEmpty),
        .init(name: "window", value: .integer(90), isDefault: true),
      ], currency: "THB", assumptions: ["Prices are today's."], programVersion: "1.0.0")
  }
}

extension Verification {
  /// A verification of runs of the sample report.
  init(output: String) {
    self.init(output: output, of: [SampleReport.definition])
  }
}

extension ReportFolder {
  /// Sweeps the sample report.
  @discardableResult
  static func sweep(output: String) throws -> [String] {
    try ReportFolder(output: output, report: SampleReport.name)
      .sweep(ScheduledSeries(SampleReport.definition))
  }
}
