import Demo
import EmbeddedPostgres
import Foundation
import Postgres
import Testing
import TestServers

/// Databases that cannot be read: the right code, and what to look at.
struct DatabaseTests {
  private static let words = ["run", "inventory-valuation", "--date", Workplace.day, "--force"]

  @Test func `nothing answers`() throws {
    try Workplace.lend { place in
      place.environment["DB_HOST"] = "/nowhere"
      try place.expectFailure(Self.words, code: 69, says: ["/nowhere", "database.host (DB_HOST)"])
      place.environment["DB_HOST"] = "127.0.0.1,localhost"
      place.environment["DB_PORT"] = "1"
      try place.expectFailure(Self.words, code: 69, says: ["127.0.0.1", "localhost", "DB_PORT"])
    }
  }

  @Test func `the database is not there`() throws {
    try Workplace.lend { place in
      place.environment["DB_NAME"] = "nothing"
      try place.expectFailure(Self.words, code: 78, says: ["\"nothing\"", "DB_NAME"])
    }
  }

  @Test func `the role is not there`() throws {
    try Workplace.lend { place in
      place.environment["DB_USER"] = "nobody_at_all"
      try place.expectFailure(Self.words, code: 78, says: ["nobody_at_all", "DB_USER"])
    }
  }

  @Test func `what only the operator can mend counts more than a server that is away`() throws {
    try Workplace.lend { place in
      let folder = try #require(place.environment["DB_HOST"])
      place.environment["DB_USER"] = "nobody_at_all"
      for hosts in ["/nowhere,\(folder)", "\(folder),/nowhere"] {
        place.environment["DB_HOST"] = hosts
        try place.expectFailure(Self.words, code: 78, says: ["; check database.user (DB_USER)"])
        let errors = try place.run(Self.words).errors
        let role = try #require(errors.firstRange(of: "nobody_at_all"))
        let other = try #require(errors.firstRange(of: "/nowhere"))
        #expect(role.lowerBound < other.lowerBound, "\(errors)")
      }
    }
  }

  @Test func `a wrong password, and none`() throws {
    let database = try TestDatabase(InventorySchema.all)
    let role = "scram_\(TestCluster.number())"
    try database.execute("CREATE ROLE \(role) LOGIN PASSWORD 'another'")
    let file = database.cluster.folder + "/data/pg_hba.conf"
    let rules = try String(contentsOfFile: file, encoding: .utf8)
    // In place, so that the file stays the server's.
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.write(contentsOf: Data("local all \(role) scram-sha-256\n\(rules)".utf8))
    try handle.close()
    try database.execute("SELECT pg_reload_conf()")
    Thread.sleep(forTimeInterval: 0.5)
    try Workplace.lend(database) { place in
      place.environment["DB_USER"] = role
      try place.expectFailure(
        Self.words, code: 78, says: [role, "database.password (DB_PASSWORD)"])
      place.environment["DB_PASSWORD"] = nil
      try place.expectFailure(Self.words, code: 78, says: ["(not set: DB_PASSWORD)"])
    }
  }

  @Test func `no right to read a table`() throws {
    let database = try TestDatabase(InventorySchema.all)
    let role = "reader_\(TestCluster.number())"
    try database.execute(
      """
      CREATE ROLE \(role) LOGIN;
      GRANT SELECT ON products_inventory, stock_levels TO \(role);
      """)
    try Workplace.lend(database) { place in
      place.environment["DB_USER"] = role
      try place.expectFailure(
        Self.words, code: 78, says: ["stock_movements", "permission denied", "SELECT"])
      try database.execute("GRANT SELECT ON stock_movements TO \(role)")
      #expect(try place.run(Self.words).code == 0, "SELECT is all that is needed")
    }
  }

  @Test func `a table is missing`() throws {
    let database = try TestDatabase(
      InventorySchema.all, "ALTER TABLE stock_movements RENAME TO movements")
    try Workplace.lend(database) { place in
      try place.expectFailure(Self.words, code: 78, says: ["stock_movements", "DB_NAME"])
    }
  }

  @Test func `a column is missing`() throws {
    let database = try TestDatabase(
      InventorySchema.all, "ALTER TABLE products_inventory RENAME cost_price TO cost")
    try Workplace.lend(database) { place in
      try place.expectFailure(Self.words, code: 78, says: ["cost_price"])
    }
  }

  @Test func `a value that the contract does not allow`() throws {
    let database = try TestDatabase(
      InventorySchema.all,
      """
      ALTER TABLE stock_movements DROP CONSTRAINT stock_movements_product_id_fkey;
      INSERT INTO stock_movements
        (product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
      VALUES ('00000000-0000-0000-0000-0000000000ff', gen_random_uuid(), 'SALE', -1, 1, 0, '2019-12-31')
      """)
    try Workplace.lend(database) { place in
      try place.expectFailure(
        Self.words, code: 65,
        says: ["stock_movements", "00000000-0000-0000-0000-0000000000ff", "foreign key"])
    }
  }

  @Test func `a table that stays locked`() throws {
    let database = try TestDatabase(InventorySchema.all)
    var holder = try database.connect()
    try holder.execute("BEGIN; LOCK TABLE stock_levels", name: "lock")
    try Workplace.lend(database) { place in
      // Waiting longer would hold a standby up.
      try place.expectFailure(Self.words, code: 75, says: ["lock", "run again"])
    }
    try holder.execute("ROLLBACK", name: "lock")
  }
}
