import Reports
import Values

/// A report as a shop in Thailand has it: for the eye, and for tests over the whole workbook.
enum SampleReport {
  private static let stores = [
    "ร้านสาขาสยาม", "ร้านสาขาเชียงใหม่", "Phuket Old Town", "ร้านสาขาอโศก (ชั้น 2)",
  ]
  private static let goods: [(String, String, Bool)] = [
    ("กาแฟคั่วบด 500 กรัม", "เครื่องดื่ม", false), ("น้ำดื่มตราสิงห์ 600 มล.", "เครื่องดื่ม", false),
    ("ข้าวหอมมะลิ 5 กก.", "ของแห้ง", false), ("มะม่วงน้ำดอกไม้", "ผลไม้", true),
    ("Green curry paste 🌶️ 400 g", "ของแห้ง", false), ("สบู่ก้อนกลิ่นมะลิ", "ของใช้", false),
    ("Café crème \"Prestige\", 1 kg", "เครื่องดื่ม", false), ("ทุเรียนหมอนทอง", "ผลไม้", true),
    ("=1+1 promotional bundle", "ของใช้", false), ("แชมพูสมุนไพร\nสูตรใหม่", "ของใช้", false),
    ("ไข่ไก่เบอร์ 0 (แผง 30)", "ของสด", false), ("หมูสามชั้น", "ของสด", true),
    (
      "Extra long product name that goes on until no column could hold all of it in one line",
      "ของใช้", false
    ),
    ("ถุงขยะดำ 30×40 นิ้ว", "ของใช้", false), ("โยเกิร์ตรสธรรมชาติ", "ของสด", false),
  ]

  static var report: TestReport {
    var report = TestReport(tables: [detail, byStore, byDay, exceptions])
    report.keyTotal = ReportDefinition.TableColumn(table: "detail", column: "cost_value")
    report.charts = [
      ReportDefinition.Chart(
        kind: .bars, title: "Cost value by product", table: "detail", group: "product_name",
        values: ["cost_value"]),
      ReportDefinition.Chart(
        kind: .line, title: "Sales by day", table: "by_day", group: "date", values: ["sales"]),
    ]
    report.parameters = [
      .init(name: "date", value: .text("2026-11-21"), isDefault: true),
      .init(name: "stores", value: .list([]), isDefault: true),
      .init(name: "window", value: .integer(90), isDefault: true),
    ]
    report.checks = [
      CheckResult(
        name: "sums-agree", title: "The stores add up to the detail.", outcome: .passed,
        expected: "1234567890123456789012345678.90", found: "1234567890123456789012345678.90"),
      CheckResult(
        name: "no-negative-stock", title: "No stock is below zero.", outcome: .warned,
        expected: "0", found: "8",
        detail: "8 pairs of product and store are below zero; the till"
          + " probably sold before the delivery was entered."),
      CheckResult(
        name: "control-total", title: "The database's own total is the same.", outcome: .failed,
        expected: "1234.50", found: "1234.49", detail: "0.01 is missing."),
    ]
    return report
  }

  private static var detail: TestReport.Table {
    var rows: [[TestCell]] = []
    for store in stores.indices {
      for (index, good) in goods.enumerated() {
        let quantity = (index * 37 + store * 11) % 90 - 8
        let thousandths = good.2 ? quantity * 1000 + index * 125 : quantity * 1000
        let cost = 1_250 + index * 3_475
        let value = ExactDecimal.value(quantity: Int64(thousandths), price: Int64(cost))
        rows.append([
          .uuid("0000000\(store)-0000-4000-8000-00000000000\(store)"), .text(stores[store]),
          .text("00\(index)\(store)7"), .text("885\(1_000_000_000 + index * 7_919)"),
          .text(good.0), index % 5 == 4 ? .null : .text(good.1), .text(good.2 ? "kg" : "pcs"),
          .number(ExactDecimal.text(Int128(thousandths), scale: 3)),
          .number(ExactDecimal.text(Int128(cost), scale: 2)),
          .number(ExactDecimal.text(value, scale: 2)),
          index % 6 == 5 ? .null : .number("0.\(2000 + index * 111)"), .boolean(index % 7 != 3),
          index % 4 == 3
            ? .null
            : .time(
              1_795_000_000_000_000 + Int64(index) * 7_654_321_000 + (index == 2 ? 120_000 : 0),
              ""),
        ])
      }
    }
    return TestReport.Table(
      "detail", title: "Detail",
      [
        Column(key: "store_id", type: .uuid, title: "Store id", meaning: "The store's id."),
        Column(key: "store_name", type: .text, title: "Store", meaning: "The store's name."),
        Column(key: "sku", type: .code, title: "SKU", meaning: "The product's own code."),
        Column(key: "barcode", type: .code, title: "Barcode", meaning: "The code on the pack."),
        Column(key: "product_name", type: .text, title: "Product", meaning: "Its name."),
        Column(key: "category_name", type: .text, title: "Category", meaning: "Its category."),
        Column(key: "unit", type: .text, title: "Unit", meaning: "What is counted."),
        Column(
          key: "quantity", type: .quantity, title: "Quantity",
          meaning: "On hand at the end of the day; below zero when more was sold than entered.",
          totalled: true),
        Column(key: "cost_price", type: .price, title: "Cost price", meaning: "For one unit."),
        Column(
          key: "cost_value", type: .money, title: "Cost value",
          meaning: "Quantity times cost price, rounded to the cent on every line.",
          totalled: true),
        Column(
          key: "margin", type: .ratio, title: "Margin",
          meaning: "Potential profit by retail value."),
        Column(key: "is_active", type: .boolean, title: "Active", meaning: "Still sold."),
        Column(
          key: "last_movement_at", type: .timestamp, title: "Last movement",
          meaning: "The latest movement before the end of the day."),
      ], rows)
  }

  private static var byStore: TestReport.Table {
    TestReport.Table(
      "by_store", title: "By store",
      [
        Column(key: "store_name", type: .text, title: "Store", meaning: "The store's name."),
        Column(key: "products", type: .integer, title: "Products", meaning: "Distinct."),
        Column(
          key: "cost_value", type: .money, title: "Cost value", meaning: "At cost.",
          totalled: true),
        Column(
          key: "negative_cost_value", type: .money, title: "Negative cost value",
          meaning: "What stock below zero takes away.", totalled: true),
        Column(key: "share", type: .ratio, title: "Share", meaning: "Of all stores."),
      ],
      stores.enumerated().map { index, store in
        [
          .text(store), .number("\(15 - index)"), .number("\(1_234_567 * (index + 1)).2\(index)"),
          .number("-\(1000 * index).50"), .number("0.2500"),
        ]
      })
  }

  private static var byDay: TestReport.Table {
    TestReport.Table(
      "by_day", title: "By day",
      [
        Column(key: "date", type: .date, title: "Date", meaning: "The business date."),
        Column(
          key: "sales", type: .money, title: "Sales", meaning: "At cost.", totalled: true),
        Column(
          key: "days_of_cover", type: .decimal(scale: 1), title: "Days of cover",
          meaning: "How long it lasts."),
      ],
      (1...21).map { day in
        [
          .day("2026-11-\(day < 10 ? "0" : "")\(day)"),
          .number("\(40_000 + (day * 7_919) % 23_000).50"), .number("\(day).5"),
        ]
      })
  }

  private static var exceptions: TestReport.Table {
    TestReport.Table(
      "exceptions", title: "Exceptions",
      [.of("store_name", .text), .of("kind", .code), .of("cost_value", .money, totalled: true)], [])
  }
}
