import Demo
import Foundation
import Postgres
import Testing
import Values

/// Rows for the three tables, and the zone, the clock and the policy of the runs over them.
package struct DataSet: Sendable, CustomTestStringConvertible {
  package var name: String
  package var zone: String
  package var now: String
  package var policy: String
  package var fill: @Sendable (TestDatabase) throws -> Void

  package var testDescription: String { name }

  package static let all =
    own.map { [$0] } ?? [chain, newYork, bangkok, lordHowe, extremes, hostile]

  /// Exported tables of one's own, in place of these: `DATA_FOLDER` with the three CSV files,
  /// `DATA_ZONE`, `DATA_NOW`.
  private static var own: DataSet? {
    let environment = ProcessInfo.processInfo.environment
    guard let folder = environment["DATA_FOLDER"], let now = environment["DATA_NOW"] else {
      return nil
    }
    return DataSet(
      name: folder, zone: environment["DATA_ZONE"] ?? "UTC", now: now,
      policy: "defaults: {lead_time_days: 5, lead_time_std_days: 2}"
    ) { database in
      try database.execute(InventorySchema.all)
      for table in ["products_inventory", "stock_levels", "stock_movements"] {
        let file = "\(folder)/\(table).csv"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let columns = text.prefix { !$0.isNewline }
        try database.execute("COPY \(table) (\(columns)) FROM '\(file)' (FORMAT csv, HEADER)")
      }
    }
  }

  /// The demo's chain, with fewer shops, products and sales.
  private static let smallChain: RetailChain = {
    // 2026-11-22T02:00:00Z: the morning of the 22nd in Bangkok.
    var chain = RetailChain(now: 1_795_312_800_000_000)
    chain.stores = 6
    chain.products = 320
    chain.days = 125
    chain.saleLinesPerStoreDay = 16
    return chain
  }()

  package static let chain = DataSet(
    name: "demo chain", zone: "Asia/Bangkok", now: "2026-11-22T02:00:00Z",
    policy: smallChain.reorderPolicyYAML()
  ) { database in
    var connection = try database.connect()
    _ = try smallChain.create(in: &connection)
  }

  /// Clocks go back on 2026-11-01, which has 25 hours.
  package static let newYork = random(
    "New York, clocks go back", seed: "ny", zone: "America/New_York",
    first: "2026-08-15T04:00:00Z", last: "2026-11-03T15:30:00Z", days: 80)

  /// Many small sales in a zone without changes.
  package static let bangkok = random(
    "Bangkok", seed: "bkk", zone: "Asia/Bangkok", first: "2026-09-20T17:00:00Z",
    last: "2026-11-22T01:00:00Z", days: 62)

  /// Clocks go forward by half an hour on 2026-10-04.
  package static let lordHowe = random(
    "Lord Howe, clocks go forward", seed: "lh", zone: "Australia/Lord_Howe",
    first: "2026-08-20T13:30:00Z", last: "2026-10-05T03:00:00Z", days: 46)

  package static let extremes = DataSet(
    name: "extremes", zone: "Asia/Bangkok", now: "2026-11-22T02:00:00Z",
    policy: """
      defaults: {service_level: 0.999999, lead_time_days: 30, lead_time_std_days: 12.5}
      overrides:
        sku: {X4: {pack_size: 0.007}, X5: {pack_size: 0.3, rule: demand}, X6: {rule: demand}}
      """
  ) { database in
    try database.execute(InventorySchema.all)
    try database.execute(try script("extremes"))
  }

  /// Rows that no service should write, and a policy with lines that fit nothing.
  package static let hostile = DataSet(
    name: "hostile rows", zone: "Asia/Bangkok", now: "2026-11-22T02:00:00Z",
    policy: """
      overrides:
        sku: {H55: {rule: demand}, H56: {rule: demand}, SHARED: {rule: demand}, NONE: {pack_size: 2}}
        supplier: {Nobody: {lead_time_days: 1}}
      on_order:
        - {sku: H2, store: Store 1, quantity: 4}
        - {sku: NONE, store: Store 1, quantity: 4}
        - {sku: SHARED, store: Store 1, quantity: 4}
        - {sku: H3, store: Nowhere, quantity: 4}
        - {product_id: 00000000-0000-0000-0000-000000000000, store: Store 1, quantity: 4}
      """
  ) { database in
    try database.execute(InventorySchema.all)
    try database.execute(try script("hostile"))
  }

  private static func random(
    _ name: String, seed: String, zone: String, first: String, last: String, days: Int
  ) -> DataSet {
    DataSet(
      name: name, zone: zone, now: last,
      policy: """
        defaults: {lead_time_days: 5, lead_time_std_days: 1.25, review_days: 10}
        overrides:
          category:
            Tea: {service_level: 0.99, pack_size: 6}
            Category 1: {lead_time_days: 3}
          supplier:
            By name: {min_order_quantity: 15, pack_size: 2.5}
            Supplier 2: {service_level: 0.2}
          sku:
            SKU-7: {rule: demand}
            SKU-8: {rule: min_max, pack_size: 24}
        on_order:
          - {sku: SKU-7, store: Siam, quantity: 12.5}
          - {sku: SKU-8, store: ตลาด, quantity: 3, expected: 2026-12-01}
        """
    ) { database in
      try database.execute(InventorySchema.all)
      try database.execute(
        try script("random").replacing("SEED", with: seed).replacing("FIRST", with: first)
          .replacing("LAST", with: last).replacing("DAYS", with: "\(days)"))
    }
  }

  /// A finance policy for runs over them, with rates and an override that changes some of the lines.
  package static func finance(carrying: String) -> String {
    """
    carrying_value: \(carrying)
    ageing: {days: [7, 14, 30, 60, 90], provision: [0, 0.05, 0.125, 0.25, 0.5, 1]}
    nrv: {tax_in_price: 0.07, selling_cost: 0.05}
    idle: {slow_days: 20, dead_days: 45}
    overrides:
      category:
        Tea: {provision: [0, 0.1, 0.333, 0.5, 0.5, 0.9], provision_unknown: 0.75}
    """
  }

  private static func script(_ name: String) throws -> String {
    try String(contentsOfFile: "\(Places.reference)/cases/\(name).sql", encoding: .utf8)
  }

  /// What runs over the data are asked for.
  package func parameterSets(_ database: TestDatabase) throws -> [[String: String]] {
    guard let calendar = BusinessCalendar(timeZoneName: zone) else {
      throw CannotGoOn("there is no time zone \(zone)")
    }
    let today = calendar.day(of: try Instant(iso: now))
    func day(_ back: Int) -> String { today.advanced(by: -back).description }
    let store = try database.value("SELECT store_id FROM stock_levels ORDER BY 1 LIMIT 1") ?? ""
    let supplier = try database.value(
      "SELECT supplier_id FROM products_inventory WHERE supplier_id IS NOT NULL ORDER BY 1 LIMIT 1")
    return [
      [:],
      ["date": day(0)],
      ["date": day(2), "window": "30", "idle_days": "7", "compare_with": day(9)],
      ["from": day(15), "to": day(1)],
      ["date": day(3), "stores": store, "suppliers": supplier ?? ""].filter { !$0.value.isEmpty },
    ]
  }
}
