import Foundation
import Inventory
import Reports
import Testing
import Values

@testable import Publishing
@testable import RollForward

/// Valuations of days, published with whatever rows a test wants.
final class PublishedDays {
  let output: String
  private var runs: Int64 = 0

  static let stores = [
    "A": "0a000000-0000-0000-0000-000000000001", "B": "0b000000-0000-0000-0000-000000000001",
  ]
  private static let money =
    ["opening_value"] + MonthFigures.summed.prefix(7) + ["closing_value"]
    + MonthFigures.summed.dropFirst(7)

  /// A store's row: opening, purchases, sales and closing in cents; what they leave is cost changes.
  struct Row {
    var store: String
    var opening: Int64
    var purchases: Int64 = 0
    var sales: Int64 = 0
    var closing: Int64

    var cells: [String] {
      let changes = closing - opening - purchases - sales
      return [opening, purchases, sales, 0, 0, 0, changes, 0, closing, 25, -10].map {
        ExactDecimal.text(Int128($0), scale: 2)
      }
    }
  }

  init() {
    output =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("days-\(UUID().uuidString)").path
  }

  deinit { try? FileManager.default.removeItem(atPath: output) }

  private static func table(_ key: String, _ names: [(String, ColumnType)]) -> TableDefinition {
    TableDefinition(
      key: key, title: key, source: .computation("inventory-valuation.\(key)"),
      columns: names.map { Column(key: $0.0, type: $0.1, title: $0.0) }
        + money.map { Column(key: $0, type: .money, title: $0) })
  }

  private static let change = table("change", [("store_id", .uuid), ("store_name", .text)])
  private static let byCategory = table(
    "change_by_category", [("category_key", .code), ("category_name", .text)])
  private static let detail = TableDefinition(
    key: "detail", title: "detail", source: .computation("inventory-valuation.detail"),
    columns: [Column(key: "cost_value", type: .money, title: "Value", totalled: true)])

  private func context(
    _ name: String, _ day: Day, _ tables: [TableDefinition], zone: String, currency: String,
    parameters: [ReportContext.ParameterSetting] = []
  ) throws -> ReportContext {
    let calendar = try #require(BusinessCalendar(timeZoneName: zone))
    let definition = ReportDefinition(
      name: name, folder: "reports/\(name)", title: name, audience: "", description: "",
      schedule: .daily, parameters: [], tables: tables, charts: [], checks: [], keyTotal: nil)
    return ReportContext(
      definition: definition,
      period: Period(from: day, to: day, calendar: calendar, now: .distantFuture),
      calendar: calendar, parameters: parameters, currency: currency, assumptions: [],
      programVersion: "1")
  }

  private func publish(
    _ context: ReportContext, _ contents: [(TableDefinition, [[String]])],
    totals: [TableSummary] = []
  ) throws -> PublishedRun {
    runs += 1
    let start = Instant(microseconds: (1_795_311_000 + runs) * 1_000_000)
    let folder = try RunFolder(
      output: output, report: context.definition.name, id: RunID(startedAt: start))
    var files: [ReportFile] = []
    for (table, rows) in contents {
      let file = context.file(.csv, table: table.key)
      let lines = [table.columns.map(\.key)] + rows
      try Data(lines.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
        .write(to: URL(fileURLWithPath: folder.path(of: file)))
      files.append(file)
    }
    return try folder.publish(
      Publication(
        context: context,
        summaries: contents.map { TableSummary(table: $0.0, rows: $0.1.count, totals: [:]) }
          + totals,
        checks: [], files: files, asOf: start, source: SourceFacts(), started: start,
        finished: start, formulaGuard: true))
  }

  /// Publishes the valuation of a day; once more when it is there already.
  @discardableResult
  func publish(
    _ day: Day, _ rows: [Row], zone: String = "UTC", currency: String = "THB", total: Int64? = nil
  ) throws -> PublishedRun {
    let context = try context(
      "inventory-valuation", day, [Self.change, Self.byCategory, Self.detail], zone: zone,
      currency: currency)
    let sum = rows.map(\.closing).reduce(0, +)
    let all = Row(
      store: "", opening: rows.map(\.opening).reduce(0, +),
      purchases: rows.map(\.purchases).reduce(0, +), sales: rows.map(\.sales).reduce(0, +),
      closing: sum)
    // Memoranda of all are those of each store.
    let together =
      Array(all.cells.dropLast(2))
      + [25, -10].map {
        ExactDecimal.text(Int128($0 * rows.count), scale: 2)
      }
    return try publish(
      context,
      [
        (
          Self.change,
          rows.map { [Self.stores[$0.store] ?? "", "Store \($0.store)"] + $0.cells } + [
            ["", "(all stores)"] + together
          ]
        ),
        (Self.byCategory, [["", "(none)"] + together, ["", "(all categories)"] + together]),
      ],
      totals: [
        TableSummary(table: Self.detail, rows: 1, totals: [0: .overall(Int128(total ?? sum))])
      ])
  }

  /// Publishes the valuation of a day as versions did that had no adjusted_up and no categories.
  @discardableResult
  func publishAsBefore(_ day: Day, _ rows: [Row]) throws -> PublishedRun {
    var change = Self.change
    change.columns.removeLast(2)
    let context = try context(
      "inventory-valuation", day, [change], zone: "UTC", currency: "THB")
    return try publish(
      context,
      [
        (
          change,
          rows.map {
            [Self.stores[$0.store] ?? "", "Store \($0.store)"] + $0.cells.dropLast(2)
          }
        )
      ])
  }

  /// Writes something else into every CSV file of a run.
  func damage(_ run: PublishedRun) throws {
    for file in run.package.resources where file.format == "csv" {
      try Data("x\r\n".utf8).write(to: URL(fileURLWithPath: run.path(of: file)))
    }
  }

  /// A day for each date of a range, in which each opens with what the one before closed with.
  func publish(_ days: ClosedRange<Day>, opening: Int64 = 0) throws {
    var value = opening
    var day = days.lowerBound
    while day <= days.upperBound {
      try publish(day, [Row(store: "A", opening: value, purchases: 100, closing: value + 100)])
      value += 100
      day = day.advanced(by: 1)
    }
  }

  /// The roll-forward of a date.
  func rollForward(
    _ date: Day, startingIn month: Int = 1, failures: [Day: String] = [:],
    register: String? = nil
  ) throws -> RollForward {
    var finance = FinancePolicy()
    finance.fiscalYearStart = month
    var scope = RollForwardScope(
      output: output, register: register, date: date, timeZone: "UTC", currency: "THB",
      finance: finance)
    scope.failures = failures
    return try RollForward(scope, report: RollForward.name)
  }

  /// Publishes a roll-forward as its tables are.
  @discardableResult
  func publish(_ rolled: RollForward, on date: Day) throws -> PublishedRun {
    var contents: [(TableDefinition, [[String]])] = []
    for table in RollForward.tables {
      let definition = TableDefinition(
        key: table.name, title: table.name, source: .computation("roll-forward.\(table.name)"),
        columns: table.columns.map { Column(key: $0.key, type: $0.type, title: $0.key) })
      var rows: [[String]] = []
      try rolled.emit(table.name) { row in
        rows.append(
          row.cells.indices.map { place in
            switch row.cells[place] {
            case .null: ""
            case .number(let number):
              ExactDecimal.text(number, scale: table.columns[place].type.scale ?? 0)
            case .uuid(let id): "\(id)"
            case .date(let day): "\(day)"
            case .timestamp(let instant): "\(instant)"
            case .boolean(let flag): "\(flag)"
            case .text: row.string(place) ?? ""
            }
          })
      }
      contents.append((definition, rows))
    }
    return try publish(
      try context(RollForward.name, date, contents.map(\.0), zone: "UTC", currency: "THB"),
      contents)
  }

  /// Takes the links of days away, as pruning does.
  func remove(_ days: ClosedRange<Day>) throws {
    let folder = try ReportFolder(output: output, report: "inventory-valuation")
    let periods = try PublishedReports(output: output).periods(of: "inventory-valuation")
      .filter { days.contains($0.name.to) }
    try folder.prune(
      Pruning(
        report: "inventory-valuation", periods: periods.map(\.name),
        runs: periods.compactMap(\.run), kept: [], bytes: 0))
  }
}
