import Demo
package import Foundation
package import JobRunner
import Postgres
package import Publishing
package import Reports
import TestSupport
import Values

/// A shop whose costs are numbers that occur nowhere else, and reports with editions without them.
package struct EditionSample {
  package let database: TestDatabase
  /// The folder of the definitions: those of the repository, each with the edition `stores` of every
  /// column that an edition may have.
  package let reports: String
  package let definitions: [ReportDefinition]

  package static let key = "stores"
  package static let zone = "Asia/Bangkok"
  package static let now = "2026-11-22T02:00:00Z"

  /// The sample with its definitions below a folder.
  package init(in folder: String) throws {
    database = try TestDatabase(InventorySchema.all, Self.rows)
    reports = "\(folder)/reports"
    try FileManager.default.copyItem(atPath: Places.reports, toPath: reports)
    for report in try ReportCatalogue.load(folder: reports) {
      let path = "\(reports)/\(report.name)/report.yml"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try (text + "\n" + Self.edition(of: report)).write(
        toFile: path, atomically: true, encoding: .utf8)
    }
    definitions = try ReportCatalogue.load(folder: reports)
  }

  /// Everything that does not reveal a cost.
  private static func edition(of report: ReportDefinition) -> String {
    let tables = report.tables.map { table in
      let columns = table.columns.filter { $0.reveals != .cost }.map(\.key)
      return "      \(table.key): [\(columns.joined(separator: ", "))]"
    }
    return """
      editions:
        - key: \(key)
          title: "\(report.title) without cost"
          audience: Stores
          tables:
      \(tables.joined(separator: "\n"))

      """
  }

  /// A request for all reports of the last complete day.
  package func request(output: String) throws -> RunRequest {
    var request = try RunRequest(
      definitions, output: output, zone: Self.zone, now: try Instant(iso: Self.now))
    request.formats = ReportFormat.allCases
    request.dates = .day(Day(daysSinceEpoch: 20_778))
    return request
  }

  /// Eight products in three stores; each cost has digits of its own, and so has what is made of it.
  private static let rows = """
    INSERT INTO products_inventory
      (product_id, name, sku, barcode, category_id, category_name, supplier_id, supplier_name,
       cost_price, sell_price, unit, is_active, last_updated, created_at)
    SELECT ('00000000-0000-0000-0000-00000000000' || i)::uuid, 'Product ' || i, 'SKU' || i, NULL,
           ('c0000000-0000-0000-0000-00000000000' || i % 2)::uuid, 'Category ' || i % 2,
           '50000000-0000-0000-0000-000000000001', 'Siam Tea',
           7000.31 + 1237.01 * i, 91000 + 17 * i, CASE WHEN i % 2 = 0 THEN 'kg' ELSE 'pcs' END,
           i <> 7, '2026-01-05 09:00+07', '2026-01-05 09:00+07'
    FROM generate_series(1, 8) i;

    INSERT INTO stock_movements
      (product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
    SELECT ('00000000-0000-0000-0000-00000000000' || i)::uuid,
           ('0a000000-0000-0000-0000-00000000000' || s)::uuid, kind, quantity,
           sum(quantity) OVER w - quantity, sum(quantity) OVER w, at::timestamptz
    FROM generate_series(1, 8) i, generate_series(1, 3) s, LATERAL (VALUES
      ('PURCHASE', CASE WHEN i = 8 THEN 2.375 ELSE 10.625 + 7.25 * i + s * 0.125 END,
       '2026-08-01 09:00+07'),
      ('SALE', -1.375, '2026-10-01 10:00+07'), ('SALE', -2.125, '2026-11-10 10:00+07'),
      ('SALE', -1.625, '2026-11-21 10:00+07'), ('ADJUSTMENT', -0.375, '2026-11-21 11:00+07'),
      ('PURCHASE', 3.875, '2026-11-21 12:00+07')) m (kind, quantity, at)
    WHERE kind = 'PURCHASE' AND at < '2026-09' OR i <= 4 OR i = 8 AND kind = 'SALE'
    WINDOW w AS (PARTITION BY i, s ORDER BY at);

    INSERT INTO stock_levels
      (product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock, last_updated)
    SELECT product_id, store_id, 'Store ' || right(store_id::text, 1), sum(quantity), 31, 53,
           '2026-11-21 12:00+07'
    FROM stock_movements GROUP BY product_id, store_id;
    """

  /// Makes and publishes the reports; gives what became of each report and edition.
  package func publish(_ request: RunRequest) throws -> [String: ReportOutcome] {
    let result = try JobRunner(
      request, logger: quiet, cancellation: RunCancellation()
    ).run(on: database.settings)
    return Dictionary(uniqueKeysWithValues: result.outcomes.map { ($0.report, $0) })
  }

  /// The run that an outcome shows; throws where there is none.
  package static func run(of outcome: ReportOutcome?) throws -> PublishedRun {
    switch outcome?.ending {
    case .published(let run), .alreadyPublished(let run): return run
    case .failed(let error): throw error
    case .planned, nil: throw CannotGoOn("nothing is published")
    }
  }

  /// The records of a table's CSV file, the header first.
  package static func rows(_ table: String, of run: PublishedRun) throws -> [[String]] {
    guard let resource = run.package.resources.first(where: { $0.name == table }) else {
      throw CannotGoOn("no table \(table)")
    }
    return try CSVReader.records(
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: run.path(of: resource)))))
  }

  /// The costs of the database, each of their products with a quantity, and every amount that the
  /// published reports say of costs.
  package func canaries(of outcomes: [String: ReportOutcome]) throws -> Canaries {
    var canaries = try canaries()
    // A run of all reports makes no roll-forward but at a month's end.
    for definition in definitions where outcomes[definition.name] != nil {
      let run = try Self.run(of: outcomes[definition.name])
      for table in definition.tables {
        let secret = table.columns.indices.filter {
          table.columns[$0].reveals == .cost && table.columns[$0].type.scale == 2
        }
        for row in try Self.rows(table.key, of: run).dropFirst() {
          for index in secret { canaries.add(row[index]) }
        }
      }
      for total in run.facts.totals.values.flatMap(\.values) {
        if case .overall(let text) = total { canaries.add(text) }
      }
    }
    return canaries
  }

  /// Each cost, and each product of a cost with a quantity of the database, as the files write money.
  private func canaries() throws -> Canaries {
    var connection = try database.connect()
    let rows = try connection.rows(
      """
      SELECT DISTINCT abs(round(cost_price * quantity, 2)) FROM products_inventory
      JOIN (SELECT product_id, 1 AS quantity FROM products_inventory
            UNION SELECT product_id, quantity_on_hand FROM stock_levels
            UNION SELECT product_id, quantity FROM stock_movements
            UNION SELECT product_id, quantity_before FROM stock_movements
            UNION SELECT product_id, quantity_after FROM stock_movements
            UNION SELECT product_id, sum(quantity_on_hand) FROM stock_levels GROUP BY product_id) q
        USING (product_id)
      WHERE quantity <> 0
      """, name: "canaries")
    return Canaries(rows.compactMap { $0[0] })
  }
}

/// Numbers that must not be found anywhere, in each form in which a file or a page writes them.
package struct Canaries: Sendable {
  package private(set) var texts: Set<String> = []
  private var lengths: Set<Int> = []

  /// Amounts of money as exact text; whole ones and small ones could be anything, and are left out.
  package init(_ amounts: [String]) {
    for amount in amounts { add(amount) }
  }

  package mutating func add(_ amount: String) {
    var text = amount.hasPrefix("-") ? String(amount.dropFirst()) : amount
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    let parts = text.split(separator: ".")
    guard parts.count == 2, parts[0].count >= 4 else { return }
    var grouped = ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    for text in [text, "\(grouped).\(parts[1])"] {
      texts.insert(text)
      lengths.insert(text.utf8.count)
    }
  }

  /// Those that occur in some bytes; they lie in runs of digits, points and commas.
  package func found(in bytes: some Sequence<UInt8>) -> Set<String> {
    var found: Set<String> = []
    var run: [UInt8] = []
    func end() {
      for length in lengths where length <= run.count {
        for start in 0...(run.count - length) {
          let text = String(decoding: run[start..<(start + length)], as: UTF8.self)
          if texts.contains(text) { found.insert(text) }
        }
      }
      run.removeAll(keepingCapacity: true)
    }
    for byte in bytes {
      if byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: ",")
      {
        run.append(byte)
      } else if !run.isEmpty {
        end()
      }
    }
    end()
    return found
  }

  /// The same in a file, or in the body of an answer, with what is packed in it.
  package func found(unpacking data: Data) throws -> Set<String> {
    var found = found(in: data)
    if data.starts(with: [0x50, 0x4B]) {
      for part in try Self.parts(of: data) { found.formUnion(self.found(in: part)) }
    } else if data.starts(with: [0x1F, 0x8B]) {
      found.formUnion(self.found(in: try Self.unpacked(data)))
    }
    return found
  }

  private static func parts(of archive: Data) throws -> [Data] {
    try withTemporaryFolder { folder in
      try archive.write(to: URL(fileURLWithPath: "\(folder)/a.zip"))
      guard
        try ChildProcess.run("unzip", ["-q", "\(folder)/a.zip", "-d", "\(folder)/a"]).status == 0
      else { throw CannotGoOn("no archive") }
      let names = FileManager.default.enumerator(atPath: "\(folder)/a")
      return (names?.compactMap { $0 as? String } ?? []).compactMap {
        FileManager.default.contents(atPath: "\(folder)/a/\($0)")
      }
    }
  }

  private static func unpacked(_ data: Data) throws -> Data {
    try withTemporaryFolder { folder in
      try data.write(to: URL(fileURLWithPath: "\(folder)/a.gz"))
      guard try ChildProcess.run("gunzip", ["\(folder)/a.gz"]).status == 0 else {
        throw CannotGoOn("not packed by gzip")
      }
      return FileManager.default.contents(atPath: "\(folder)/a") ?? Data()
    }
  }
}
