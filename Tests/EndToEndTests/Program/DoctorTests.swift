import Demo
import EmbeddedPostgres
import Foundation
import Testing
import TestServers
import TestSupport

/// The doctor names what is wrong and what to do, and finds nothing where nothing is wrong.
struct DoctorTests {
  private struct Document: Decodable {
    struct Check: Decodable {
      var area: String
      var name: String
      var status: String
      var detail: String
      var remedy: [String]
    }

    var status: String
    var checks: [Check]

    init(_ outcome: Program.Outcome) throws {
      self = try JSONDecoder().decode(Self.self, from: Data(outcome.output.utf8))
    }

    func check(_ name: String) throws -> Check {
      try #require(checks.first { $0.name == name }, "no check \(name)")
    }
  }

  private static func role(in database: TestDatabase, reads tables: String) throws -> String {
    let role = "doctor_\(TestCluster.number())"
    try database.execute("CREATE ROLE \(role) LOGIN; GRANT SELECT ON \(tables) TO \(role)")
    return role
  }

  @Test func `nothing is wrong`() throws {
    let database = try TestDatabase(InventorySchema.all)
    try Workplace.lend(database) { place in
      place.environment["DB_USER"] = try Self.role(
        in: database, reads: "products_inventory, stock_levels, stock_movements")
      let before = try Workplace.contents(of: place.folder)
      let outcome = try place.run("doctor")
      #expect(outcome.code == 0, "\(outcome.output)")
      #expect(outcome.errors == "")
      #expect(outcome.output.contains("0 to review, 0 failed: all is well."), "\(outcome.output)")
      #expect(try place.run("doctor", "--quiet").output == "")
      let document = try Document(try place.run("doctor", "--json"))
      #expect(document.status == "pass")
      for name in [
        "reachable", "version", "role", "clock", "time zone", "read rights", "columns", "state",
      ] {
        #expect(try document.check(name).status == "pass")
      }
      #expect(try Workplace.contents(of: place.folder) == before)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: place.output + "/.state")
      let found = try Document(try place.run("doctor", "--json")).check("state")
      #expect(found.status == "warn" && found.remedy.last?.hasSuffix("out/.state") == true)
    }
  }

  @Test func `a missing index is written down so that it can be created`() throws {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute(
      """
      DROP INDEX idx_created_at;
      -- Not for these readings: of other rows, or of another first column.
      CREATE INDEX part ON stock_movements (created_at) WHERE quantity < 0;
      CREATE INDEX second ON stock_movements (reference, created_at);
      """)
    try Workplace.lend(database) { place in
      var document = try Document(try place.run("doctor", "--json"))
      let found = try document.check("stock_movements.created_at")
      #expect(found.status == "warn")
      let statement = try #require(found.remedy.last)
      #expect(statement.hasPrefix("CREATE INDEX CONCURRENTLY "))
      try database.execute(statement)
      document = try Document(try place.run("doctor", "--json"))
      #expect(try document.check("stock_movements.created_at").status == "pass")
      #expect(try document.check("stock_movements.product_id").status == "pass")
      // A superuser may do anything.
      #expect(try document.check("no write rights").status == "warn")
    }
  }

  @Test func `each partition has indexes of its own`() throws {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute(
      """
      ALTER TABLE stock_movements RENAME TO old;
      CREATE TABLE stock_movements (LIKE old) PARTITION BY RANGE (created_at);
      CREATE TABLE "First" PARTITION OF stock_movements FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
      CREATE TABLE second PARTITION OF stock_movements FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
      CREATE INDEX ON second (created_at)
      """)
    try Workplace.lend(database) { place in
      let found = try Document(try place.run("doctor", "--json")).check(
        "stock_movements.created_at")
      #expect(found.detail.contains("1 of 2 partitions"))
      let statement = try #require(found.remedy.last)
      #expect(statement.contains("ON \"First\" (created_at)"))
      try database.execute(statement)
    }
  }

  @Test func `what is wrong fails, with what to do`() throws {
    let database = try TestDatabase(InventorySchema.all)
    try Workplace.lend(database) { place in
      let role = try Self.role(in: database, reads: "products_inventory, stock_levels")
      place.environment["DB_USER"] = role
      place.environment["REPORT_OUTPUT"] = "a-file/out"
      try place.write("", to: "a-file")
      // A port that nobody listens on, on any machine.
      place.environment["NOTIFICATION_SERVICE_URL"] = "http://127.0.0.1:1/alerts"
      let outcome = try place.run("doctor", "--json")
      #expect(outcome.code == 1)
      let document = try Document(outcome)
      let rights = try document.check("read rights")
      #expect(rights.status == "fail")
      #expect(rights.remedy == ["GRANT SELECT ON stock_movements TO \(role);"])
      #expect(try document.check("output").status == "fail")
      #expect(try document.check("notification").detail.contains("Connection refused"))

      place.environment["DB_HOST"] = "/nowhere"
      let away = try place.run("doctor")
      #expect(away.code == 1)
      #expect(away.output.contains(/FAIL +reachable .*\/nowhere/), "\(away.output)")
      try place.write("database: {hosts: []}\n", to: "inventory-reports.yml")
      let broken = try place.run("doctor")
      #expect(broken.code == 1)
      #expect(broken.output.contains(/FAIL +settings +inventory-reports.yml:1:/))
    }
  }

  @Test func `a server that is too old is found, and refused by a run`() throws {
    let server = try SilentServer(version: "13.22")
    defer { server.close() }
    try Workplace.lend { place in
      place.environment["DB_HOST"] = server.folder
      let outcome = try place.run("doctor", "--json")
      #expect(outcome.code == 1)
      let found = try Document(outcome).check("version")
      #expect(found.status == "fail")
      #expect(found.detail == "PostgreSQL 13.22 is too old: 14 or newer is needed")
      #expect(found.remedy == ["Upgrade it, or read from another server."])
      let run = try place.run("run", "--all")
      #expect(run.code == 78)
      #expect(run.errors.contains("\(server.folder):5432: \(found.detail); upgrade it"))
    }
  }

  @Test func `servers that are all too old are a matter of configuration in every command`() throws
  {
    let servers = try [SilentServer(version: "13.22"), SilentServer(version: "12.9")]
    defer { for server in servers { server.close() } }
    try Workplace.lend { place in
      place.environment["DB_HOST"] = servers[0].folder
      for words in [
        ["run", "--due"], ["alerts", "mute", "--product", "1"],
        ["state", "rebuild-prices"], ["check"],
      ] {
        let outcome = try place.run(words)
        #expect(outcome.code == 78, "\(words): \(outcome)")
        #expect(outcome.errors.contains("PostgreSQL 13.22 is too old"), "\(outcome.errors)")
        #expect(outcome.errors.contains("upgrade it") && !outcome.errors.contains("running"))
      }
      place.environment["DB_HOST"] = nil
      func name(_ hosts: [String]) throws {
        let list = hosts.map { "    - host: \($0)\n" }.joined()
        try place.write("database:\n  hosts:\n\(list)", to: "inventory-reports.yml")
      }
      try name(servers.map(\.folder))
      for words in [["run", "--all"], ["run", "--due"]] {
        let outcome = try place.run(words)
        #expect(outcome.code == 78, "\(words): \(outcome)")
        #expect(outcome.errors.contains("13.22") && outcome.errors.contains("12.9"))
        #expect(!outcome.errors.contains("check that the server is running"), "\(outcome.errors)")
      }
      // One that is away may come back; the other one does not get younger.
      try name(["/nowhere", servers[0].folder])
      let mixed = try place.run("run", "--due")
      #expect(mixed.code == 78 && mixed.errors.contains("; upgrade it"), "\(mixed)")
    }
  }

  @Test(arguments: [
    ("stock_levels", "max_stock"), ("stock_movements", "quantity_after"),
    ("products_inventory", "unit"),
  ])
  func `a column that is missing is found before a run needs it`(
    table: String, column: String
  ) throws {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute("ALTER TABLE \(table) DROP COLUMN \(column) CASCADE")
    try Workplace.lend(database) { place in
      let outcome = try place.run("doctor", "--json")
      #expect(outcome.code == 1)
      let found = try Document(outcome).check("columns")
      #expect(found.status == "fail" && found.detail == "missing: \(table).\(column)")
      #expect(!found.remedy.isEmpty)
      let check = try place.run("check")
      #expect(check.code == 78, "\(check)")
      #expect(
        check.errors.contains("\(table): ") && check.errors.contains(column), "\(check.errors)")
    }
  }

  @Test func `a ledger that is not there is no matter of another right`() throws {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute("DROP TABLE stock_movements")
    try Workplace.lend(database) { place in
      let outcome = try place.run("run", "inventory-valuation")
      #expect(outcome.code == 78, "\(outcome)")
      #expect(outcome.errors.contains("stock_movements"))
      #expect(!outcome.errors.contains("pg_control_system"), "\(outcome.errors)")
    }
  }

  @Test func `each worker behind a coordinator is asked`() throws {
    let database = try TestDatabase(InventorySchema.all)
    try database.becomeCoordinator()
    try Workplace.lend(database) { place in
      let role = try Self.role(
        in: database, reads: "products_inventory, stock_levels, stock_movements")
      place.environment["DB_USER"] = role
      let outcome = try place.run("doctor", "--json")
      #expect(outcome.code == 0, "\(outcome.output)")
      #expect(try Document(outcome).check("worker worker2:5432").status == "pass")
      #expect(try !place.run("check").output.contains("worker"))

      try database.execute(
        """
        UPDATE pg_dist_node SET answers = false WHERE nodename = 'worker2';
        ALTER ROLE \(role) CONNECTION LIMIT 5
        """)
      let away = try place.run("doctor", "--json")
      #expect(away.code == 1)
      let document = try Document(away)
      #expect(try document.check("worker worker1:5432").status == "pass")
      let worker = try document.check("worker worker2:5432")
      #expect(worker.status == "fail")
      #expect(worker.detail.contains("failed to connect to worker2"))
      #expect(worker.remedy.joined().contains("worker2:5432"))
      #expect(!worker.remedy.joined().contains("DB_HOST"))
      let limit = try document.check("connection limit")
      #expect(limit.status == "warn")
      #expect(limit.remedy == ["ALTER ROLE \(role) CONNECTION LIMIT 20;"])
      let check = try place.run("check")
      #expect(check.output.contains("worker worker2:5432 is unreachable: "), "\(check.output)")

      try database.execute(
        "REVOKE EXECUTE ON FUNCTION pg_catalog.run_command_on_workers FROM PUBLIC")
      let refused = try place.run("check")
      #expect(refused.code == 0, "\(refused.errors)")
      #expect(
        refused.output.contains("; the workers were not checked: permission denied for function"),
        "\(refused.output)")
    }
  }
}
