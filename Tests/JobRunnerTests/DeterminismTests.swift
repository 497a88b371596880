import Foundation
import JobRunner
import Reports
import ReportWriters
import Testing
import TestServers
import TestSupport
import Values

/// The same data give the same bytes.
struct DeterminismTests {
  /// The files of a run but its manifest, by report and name.
  private func files(
    _ data: DataSet, _ database: TestDatabase, of definitions: [ReportDefinition]? = nil,
    memory: Int? = nil, in output: String
  ) throws -> [String: Data] {
    var request = try RunRequest(
      try definitions ?? Places.ofDatabase.get(), output: output, zone: data.zone,
      now: Instant(iso: data.now))
    request.policy = try ReorderPolicy.parse(data.policy, file: "policy.yml")
    request.formats = [.csv, .csvExcel, .json, .xlsx]
    request.force = true
    request.memory = memory
    var files: [String: Data] = [:]
    for (report, folder) in try request.publish(on: database.settings) {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder)
      where name != "datapackage.json" {
        files["\(report)/\(name)"] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
    }
    return files
  }

  private func expectSame(_ left: [String: Data], _ right: [String: Data], _ what: String) {
    #expect(left.keys.sorted() == right.keys.sorted())
    for name in left.keys.sorted() {
      #expect(left[name] == right[name], "\(name) differs: \(what)")
    }
  }

  @Test func `the same data give the same bytes, whatever their order and the plan`() throws {
    let data = DataSet.newYork
    let database = try TestDatabase()
    try data.fill(database)
    try withTemporaryFolder { folder in
      let first = try files(data, database, in: folder + "/out")
      #expect(first.count > 20)
      expectSame(first, try files(data, database, in: folder + "/out"), "a second run")
      for (order, number) in [("md5(t::text)", 1), ("md5(t::text || 'x') DESC", 2)] {
        try database.execute(Self.permutation(order, number))
        expectSame(first, try files(data, database, in: folder + "/out"), "another order of rows")
      }
      let small = try files(data, database, memory: 64 << 10, in: folder + "/out")
      expectSame(first, small, "little memory, so that the stock lies in files")
      // Groups come in another order when the planner sorts for them.
      try database.execute(Self.withoutHashing)
      expectSame(first, try files(data, database, in: folder + "/out"), "another plan")
    }
  }

  @Test func `a report made alone is the report made with the others`() throws {
    let data = DataSet.lordHowe
    let database = try TestDatabase()
    try data.fill(database)
    try withTemporaryFolder { folder in
      let together = try files(data, database, in: folder + "/together")
      for definition in try Places.ofDatabase.get() {
        let alone = try files(data, database, of: [definition], in: folder + "/alone")
        let same = together.filter { $0.key.hasPrefix(definition.name + "/") }
        expectSame(same, alone, "made alone")
      }
    }
  }

  /// Keeps the sessions to come from making groups and joins by hash.
  private static let withoutHashing = """
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET enable_hashagg = off', current_database());
      EXECUTE format('ALTER DATABASE %I SET enable_hashjoin = off', current_database());
    END $$
    """

  /// Writes the rows of the three tables anew in another order.
  private static func permutation(_ order: String, _ number: Int) -> String {
    """
    CREATE TABLE products_\(number) AS SELECT * FROM products_inventory;
    CREATE TABLE levels_\(number) AS SELECT * FROM stock_levels;
    CREATE TABLE movements_\(number) AS SELECT * FROM stock_movements;
    TRUNCATE stock_movements, stock_levels, products_inventory;
    INSERT INTO products_inventory SELECT * FROM products_\(number) t ORDER BY \(order);
    INSERT INTO stock_levels (product_id, store_id, store_name, quantity_on_hand, reorder_level,
                              max_stock, last_updated)
      SELECT product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock,
             last_updated FROM levels_\(number) t ORDER BY \(order);
    INSERT INTO stock_movements SELECT * FROM movements_\(number) t ORDER BY \(order);
    """
  }
}
