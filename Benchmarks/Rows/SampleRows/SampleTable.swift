import ReportWriters
public import Reports
import Values

/// A table as the reports have it, made up and always the same: seven columns of text, seven of
/// numbers.
public struct SampleTable: Sendable {
  /// Its columns.
  public let definition: TableDefinition
  /// Its rows, which all lie in memory.
  public let rows: [RowBuffer]

  /// A table of so many rows.
  public init(rows count: Int) {
    definition = TableDefinition(
      key: "detail", title: "Detail", source: .query(file: "detail.sql"), columns: Self.columns)
    rows = (0..<count).map(Self.row)
  }

  /// Writes the table as a report into a folder that exists, and names the files.
  @discardableResult
  public func write(
    _ formats: [ReportFormat], to folder: String
  ) throws -> [ReportFile] {
    let output = try ReportOutput(context: context, formats: formats, folder: folder)
    try output.begin(definition)
    for row in rows { try output.write(row) }
    try output.end()
    return try output.finish(checks: [])
  }

  private var context: ReportContext {
    let report = ReportDefinition(
      name: "sample", folder: "/nowhere", title: "Sample", audience: "nobody",
      description: "Rows to measure with.", schedule: .manual, parameters: [],
      tables: [definition], charts: [], checks: [], keyTotal: nil)
    let day = Day(daysSinceEpoch: 20_000)
    let over = BusinessCalendar.utc.start(of: day.advanced(by: 1))
    return ReportContext(
      definition: report,
      period: Period(from: day, to: day, calendar: .utc, now: over), calendar: .utc,
      parameters: [], currency: "THB", assumptions: [], programVersion: "0")
  }

  private static let columns = [
    Column(key: "store_name", type: .text, title: "Store"),
    Column(key: "sku", type: .code, title: "SKU"),
    Column(key: "barcode", type: .code, title: "Barcode"),
    Column(key: "product_name", type: .text, title: "Product"),
    Column(key: "category_name", type: .text, title: "Category"),
    Column(key: "supplier_name", type: .text, title: "Supplier"),
    Column(key: "unit", type: .text, title: "Unit"),
    Column(key: "quantity", type: .quantity, title: "Quantity", totalled: true),
    Column(key: "cost_price", type: .price, title: "Cost price"),
    Column(key: "cost_value", type: .money, title: "Cost value", totalled: true),
    Column(key: "retail_price", type: .price, title: "Retail price"),
    Column(key: "retail_value", type: .money, title: "Retail value", totalled: true),
    Column(key: "margin", type: .ratio, title: "Margin"),
    Column(key: "days_of_cover", type: .decimal(scale: 1), title: "Days of cover"),
  ]

  private static let goods = [
    "กาแฟคั่วบด 500 กรัม", "น้ำดื่ม 600 มล.", "Green curry paste 400 g", "ข้าวหอมมะลิ 5 กก.",
    "Dish soap, lemon & lime", "มะม่วงน้ำดอกไม้",
  ]
  private static let categories = ["เครื่องดื่ม", "ของแห้ง", "ผลไม้", "Household"]

  private static func row(_ number: Int) -> RowBuffer {
    let store = number / 10_000
    let product = number % 10_000
    // Spread over its range, and the same on every machine.
    let mixed = Int((UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 33)
    let quantity = mixed % 400_000 - 8_000
    let cost = 500 + mixed % 49_000
    let retail = cost + cost * (15 + mixed % 40) / 100
    var row = RowBuffer()
    row.append(text: "ร้านสาขา \(store + 1)")
    row.append(text: "SKU-\(100_000 + product)")
    row.append(text: "885\(1_000_000_000 + product * 7_919)")
    row.append(text: "\(goods[product % goods.count]) \(product)")
    if product % 17 == 0 {
      row.append(.null)
    } else {
      row.append(text: categories[product % categories.count])
    }
    row.append(text: "Supplier \(product % 150) Co., Ltd.")
    row.append(text: product % 6 == 5 ? "kg" : "pcs")
    row.append(.number(Int128(quantity)))
    row.append(.number(Int128(cost)))
    row.append(.number(ExactDecimal.value(quantity: Int64(quantity), price: Int64(cost))))
    row.append(.number(Int128(retail)))
    row.append(.number(ExactDecimal.value(quantity: Int64(quantity), price: Int64(retail))))
    row.append(.number(Int128((retail - cost) * 10_000 / retail)))
    if mixed % 11 == 0 { row.append(.null) } else { row.append(.number(Int128(mixed % 3_000))) }
    return row
  }
}
