import Demo
package import Foundation
package import JobRunner
import Postgres
package import Publishing
import Reports
import ReportWriters
package import StockReading
import Testing
import TestSupport
package import Values

/// A small chain whose ledger grows from night to night, with whatever can go wrong in one.
package final class LedgerNights {
  package let database: TestDatabase
  package let folder: String
  /// The time of the present night, in UTC.
  package private(set) var now: Instant
  private var random: SeededRandom
  /// How many transfers there were between stores.
  private var sent = 0

  /// A chain with a history of some days before the first night.
  package init(
    seed: UInt64, days: Int, folder: String, first: String = "2026-11-21T19:10:00Z"
  ) throws {
    self.folder = folder
    random = SeededRandom(seed: seed)
    now = try Instant(iso: first)
    database = try TestDatabase(InventorySchema.all, Self.setUp)
    for day in stride(from: days, through: 1, by: -1) { try trade(daysAgo: day, rows: 12) }
  }

  /// Products 1 to 9 in stores 1 to 3; `move` books a movement as the service does, at a time of its
  /// own, and says whether on hand follows.
  private static let setUp = """
    CREATE FUNCTION product(n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
      $$ SELECT md5('product ' || n)::uuid $$;
    CREATE FUNCTION store(n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
      $$ SELECT md5('store ' || n)::uuid $$;
    CREATE FUNCTION move(p int, s int, kind text, amount numeric, at timestamptz, books bool,
      name text DEFAULT NULL)
    RETURNS void LANGUAGE plpgsql AS $$
    DECLARE onhand numeric;
    BEGIN
      INSERT INTO products_inventory (product_id, name, sku, unit, cost_price, sell_price,
        category_name)
      VALUES (product(p), 'Product ' || p, 'P' || p, CASE p % 3 WHEN 0 THEN 'kg' ELSE 'pcs' END,
        p * 1.37, p * 2.11, 'Category ' || p % 2)
      ON CONFLICT DO NOTHING;
      INSERT INTO stock_levels (product_id, store_id, store_name, reorder_level, max_stock)
      VALUES (product(p), store(s), 'Store ' || s, p, p * 3) ON CONFLICT DO NOTHING;
      SELECT quantity_on_hand INTO onhand FROM stock_levels
      WHERE product_id = product(p) AND store_id = store(s);
      INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
        quantity_after, created_at, reference)
      VALUES (product(p), store(s), kind, amount, onhand, onhand + amount, at, name);
      IF books THEN
        UPDATE stock_levels SET quantity_on_hand = onhand + amount
        WHERE product_id = product(p) AND store_id = store(s);
      END IF;
    END $$;
    CREATE TABLE withheld (LIKE stock_movements);
    CREATE SEQUENCE ids;
    ALTER TABLE stock_movements
      ALTER id SET DEFAULT md5('movement ' || nextval('ids'))::uuid;
    """

  private func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private func at(daysAgo: Int, seconds: Int? = nil) -> String {
    let day = Instant(microseconds: now.microseconds - Int64(daysAgo) * 86_400_000_000)
    let seconds = seconds ?? pick(0...80_000)
    return "'\(Instant(microseconds: day.microseconds - Int64(seconds) * 1_000_000))'::timestamptz"
  }

  private func move(
    daysAgo: Int, seconds: Int? = nil, books: Bool = true, product: Int? = nil, store: Int? = nil
  ) -> String {
    let kind = ["SALE", "SALE", "SALE", "PURCHASE", "ADJUSTMENT", "TRANSFER", "GIFT"][pick(0...6)]
    let amount = kind == "SALE" ? -pick(1...4) : kind == "PURCHASE" ? pick(2...9) : pick(-3...3)
    return "SELECT move(\(product ?? pick(1...9)), \(store ?? pick(1...3)), '\(kind)', \(amount)"
      + ".\(pick(0...9)), \(at(daysAgo: daysAgo, seconds: seconds)), \(books));"
  }

  /// A day's trade: now and then several movements of one instant.
  package func trade(daysAgo: Int, rows: Int) throws {
    var script = "BEGIN;"
    for _ in 0..<rows {
      let seconds = pick(0...80_000)
      let (product, store) = (pick(1...9), pick(1...3))
      for _ in 0...(pick(0...7) == 0 ? 3 : 0) {
        script += move(
          daysAgo: daysAgo, seconds: seconds, product: product, store: store)
      }
    }
    // What one store sends another receives, on that day or some days after, or never.
    if pick(0...1) == 0 {
      sent += 1
      let (product, name) = (pick(1...9), pick(0...5) == 0 ? "NULL" : "'TR \(sent)'")
      let amount = pick(1...6)
      script +=
        "SELECT move(\(product), \(pick(1...2)), 'TRANSFER', -\(amount), \(at(daysAgo: daysAgo)),"
        + " true, \(name));"
      if pick(0...5) > 0 {
        let later = max(0, daysAgo - (pick(0...2) == 0 ? pick(1...20) : 0))
        script +=
          "SELECT move(\(product), 3, 'TRANSFER', \(amount), \(at(daysAgo: later)), true,"
          + " \(name));"
      }
    }
    try database.execute(script + "COMMIT;")
  }

  /// Lets a day pass and trades on it.
  package func nextDay() throws {
    now = Instant(microseconds: now.microseconds + 86_400_000_000)
    try trade(daysAgo: 0, rows: 10)
  }

  /// Takes movements of some days out of the ledger; the levels stay.
  package func withhold(_ condition: String, daysAgo days: ClosedRange<Int>) throws {
    try database.execute(
      """
      WITH gone AS (
        DELETE FROM stock_movements WHERE \(condition)
          AND created_at > \(at(daysAgo: days.upperBound + 1, seconds: 0))
          AND created_at <= \(at(daysAgo: days.lowerBound, seconds: 0))
        RETURNING *)
      INSERT INTO withheld SELECT * FROM gone
      """)
  }

  /// Puts back what was taken out and is at least so many days old.
  package func bringBack(daysAgo days: Int = 0) throws {
    try database.execute(
      """
      WITH back AS (
        DELETE FROM withheld WHERE created_at <= \(at(daysAgo: days, seconds: 0)) RETURNING *)
      INSERT INTO stock_movements SELECT * FROM back
      """)
  }

  /// Sets the clock back, and leaves the ledger as it is.
  package func setBack(days: Int64) {
    now = Instant(microseconds: now.microseconds - days * 86_400_000_000)
  }

  /// What may happen beside the trade; each is found by the summary at once.
  package enum Mishap: CaseIterable {
    case none, lateRow, lateRowAmongFresh, zeroNetLate, changedLevel, undated, notANumber, newStore
    case newProductLate, deleted, pruned, prices, unbooked, older
    case lateRowAlone, changedRows, swappedRows, withheld, broughtBack
  }

  /// What may be done to a movement that was booked.
  private static let changes = [
    "quantity = quantity + 1", "quantity_before = quantity_before - 1",
    "quantity_after = quantity_after + 0.5", "quantity = 'NaN'",
    "quantity = quantity + 2, quantity_after = quantity_after + 2",
    "movement_type = CASE movement_type WHEN 'SALE' THEN 'ADJUSTMENT' ELSE 'SALE' END",
    "created_at = created_at - interval '26 hours'", "created_at = created_at + interval '1 s'",
    "store_id = store(1), product_id = product(1)", "id = md5(id::text)::uuid",
  ]

  /// A query for some ids of movements that are at least four days old, by chance.
  private func someRows(_ count: Int) -> String {
    "SELECT id FROM stock_movements WHERE created_at < \(at(daysAgo: 4))"
      + " ORDER BY md5(id::text || '\(pick(0...999_999))') LIMIT \(count)"
  }

  package func cause(_ mishap: Mishap) throws {
    let script: String
    switch mishap {
    case .none: return
    case .lateRow: script = move(daysAgo: pick(5...60))
    case .lateRowAmongFresh: script = move(daysAgo: pick(2...3), books: false)
    case .zeroNetLate:
      let (day, product, store) = (pick(5...110), pick(1...9), pick(1...3))
      script = """
        SELECT move(\(product), \(store), 'SALE', -2, \(at(daysAgo: day)), true);
        SELECT move(\(product), \(store), 'ADJUSTMENT', 2, \(at(daysAgo: day)), true);
        """
    case .changedLevel:
      script =
        "UPDATE stock_levels SET quantity_on_hand = quantity_on_hand + 1"
        + " WHERE product_id = product(\(pick(1...9)))"
    case .undated:
      script =
        "SELECT move(\(pick(1...9)), 1, 'SALE', -1, NULL, true);"
        + "SELECT move(\(pick(1...9)), 2, 'SALE', -1, 'infinity', false);"
        + "SELECT move(\(pick(1...9)), 3, 'SALE', -1, '0044-03-15 BC', false);"
        + "SELECT move(\(pick(1...9)), 1, 'SALE', -1, '12345-01-01', false);"
        // A pair of which it is all there is.
        + "SELECT move(\(pick(31...99)), 2, 'PURCHASE', 3, '0200-01-01 BC', true);"
    case .notANumber:
      script = "SELECT move(\(pick(1...9)), 3, 'SALE', 'NaN', \(at(daysAgo: pick(0...1))), false)"
    case .newStore: script = move(daysAgo: 0, store: 4) + move(daysAgo: 30, store: 5)
    case .newProductLate: script = move(daysAgo: 20, product: pick(10...30))
    case .deleted:
      script =
        "DELETE FROM stock_movements WHERE id IN (SELECT id FROM stock_movements"
        + " WHERE created_at < \(at(daysAgo: 5)) ORDER BY id LIMIT 2)"
    case .pruned:
      isPruned = true
      script =
        "DELETE FROM stock_movements WHERE created_at < date_trunc('day',"
        + " (SELECT min(created_at) FROM stock_movements WHERE created_at > '-infinity')"
        + " AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + interval '1 day'"
    case .prices:
      script =
        "UPDATE products_inventory SET cost_price = cost_price + 0.13, unit = 'box'"
        + " WHERE product_id = product(\(pick(1...9)));"
        + "UPDATE stock_levels SET reorder_level = \(pick(0...9)), quantity_on_hand ="
        + " quantity_on_hand WHERE store_id = store(\(pick(1...3)))"
    case .unbooked: script = move(daysAgo: 0, books: false)
    case .older: script = move(daysAgo: 400)
    case .lateRowAlone: script = move(daysAgo: pick(4...105), books: false)
    case .changedRows:
      script = """
        UPDATE stock_movements SET \(Self.changes[pick(0...Self.changes.count - 1)])
        WHERE id IN (\(someRows(pick(1...3))))
        """
    case .swappedRows:
      // The sums of the day stay what they were.
      script = """
        WITH pair AS (
          SELECT a.id AS one, b.id AS other, a.quantity AS ones, b.quantity AS others
          FROM stock_movements a JOIN stock_movements b ON a.created_at::date = b.created_at::date
            AND a.store_id = b.store_id AND a.quantity <> b.quantity
          WHERE a.id IN (\(someRows(40))) ORDER BY a.id, b.id LIMIT 1)
        UPDATE stock_movements SET quantity = CASE id WHEN one THEN others ELSE ones END
        FROM pair WHERE id IN (one, other)
        """
    case .withheld:
      let days = [pick(0...104), pick(0...104)].sorted()
      try withhold("id IN (\(someRows(25)))", daysAgo: days[0]...days[1])
      return
    case .broughtBack: return try bringBack(daysAgo: pick(0...60))
    }
    try database.execute("BEGIN;" + script + ";COMMIT;")
  }

  package func randomMishap() -> Mishap { Mishap.allCases.randomElement(using: &random) ?? .none }

  /// Whether the ledger's oldest movements went: a summary knows more of the stock's age then.
  private var isPruned = false
  /// Whether the reports of the present night are those of a month end; else the age of the stock is
  /// only carried on.
  package var isMonthEnd = true

  /// What every report asks for in the present night.
  package func request(
    cached: Bool, output: String? = nil, parameters: [String: String] = [:],
    adapt: (inout LedgerMemory.Options) -> Void = { _ in }
  ) throws -> RunRequest {
    var request = try RunRequest(
      Places.ofDatabase.get(), output: output ?? "\(folder)/out", zone: "Asia/Bangkok", now: now)
    try request.set(parameters)
    request.formats = [.csv]
    request.force = true
    if !isMonthEnd { request.definitions.removeAll { $0.name == "stock-ageing" } }
    if cached {
      var options = LedgerMemory.Options(folder: "\(folder)/ledger")
      // Every day in each turn, so that what only its turn finds is found at once.
      options.turns = 1
      adapt(&options)
      request.ledger = options
    }
    return request
  }

  /// The bytes of every file but the manifests, by report and name, and what the manifests say of
  /// the ledger.
  package func publish(
    cached: Bool, parameters: [String: String] = [:],
    adapt: (inout LedgerMemory.Options) -> Void = { _ in }
  ) throws -> (files: [String: Data], ledger: LedgerFacts?) {
    let request = try request(cached: cached, parameters: parameters, adapt: adapt)
    let result = try JobRunner(request, logger: quiet, cancellation: RunCancellation())
      .run(on: database.settings)
    var files: [String: Data] = [:]
    var ledger: LedgerFacts?
    for outcome in result.outcomes {
      guard case .published(let run) = outcome.ending else {
        throw CannotGoOn("\(outcome.report): \(String(describing: outcome.error))")
      }
      ledger = ledger ?? run.facts.ledger
      for name in try FileManager.default.contentsOfDirectory(atPath: run.folder)
      where name != "datapackage.json" {
        files["\(outcome.report)/\(name)"] = try Data(
          contentsOf: URL(fileURLWithPath: "\(run.folder)/\(name)"))
      }
    }
    return (files, ledger)
  }

  /// Runs with and without the summary and compares the bytes; gives what happened to the summary.
  @discardableResult
  package func compare(
    _ what: String, parameters: [String: String] = [:],
    adapt: (inout LedgerMemory.Options) -> Void = { _ in }
  ) throws -> LedgerFacts {
    let cached = try publish(cached: true, parameters: parameters, adapt: adapt)
    let plain = try publish(cached: false, parameters: parameters)
    #expect(cached.files.count > 5)
    #expect(cached.files.keys.sorted() == plain.files.keys.sorted())
    for (name, bytes) in plain.files where !isPruned || !name.hasPrefix("stock-ageing/") {
      #expect(cached.files[name] == bytes, "\(name) differs: \(what)")
    }
    return try #require(cached.ledger)
  }

  /// The file of the summary.
  package var summary: String {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/ledger")
      let files = names.filter { $0.hasSuffix(".summary") }
      return "\(folder)/ledger/\(try #require(files.first))"
    }
  }
}
