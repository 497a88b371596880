import EmbeddedPostgres
import Foundation
import Postgres
import Testing

@Suite struct SessionTests {
  @Test func `the session is set up for exact and bounded reading`() throws {
    var settings = try TestCluster.settings()
    settings.statementTimeout = .seconds(7)
    settings.searchPath = ["pg_catalog", "we\"ird"]
    settings.applicationName = "it's me"
    var connection = try connect(settings)
    for (name, wanted) in [
      ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("IntervalStyle", "iso_8601"),
      ("client_encoding", "UTF8"), ("jit", "off"), ("client_connection_check_interval", "5s"),
      ("default_transaction_read_only", "on"), ("statement_timeout", "7s"),
      ("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "1min"),
      ("default_transaction_isolation", "repeatable read"), ("application_name", "it's me"),
      ("search_path", #"pg_catalog, "we""ird""#),
    ] {
      expectEqual(try connection.rows("SHOW \(name)", name: "show"), [[wanted]], name)
    }
    expect(connection.serverVersion.number >= 150_000)
    expectEqual(connection.inHotStandby, false)
    expect(connection.backendPID > 0)
    expectEqual(connection.host, (settings.host ?? "") + ":5432")
  }

  @Test func `a read-only session cannot write`() throws {
    var connection = try connect(TestCluster.database(readOnly: true))
    for sql in ["CREATE TABLE t (a int)", "SELECT 1 AS a INTO t"] {
      let error = try postgresError { try connection.execute(sql, name: "write") }
      #expect(error.sqlState == "25006")
      #expect(!error.isTransient)
    }
  }

  @Test func `a snapshot does not see a concurrent writer`() throws {
    let settings = try TestCluster.database()
    var writer = try connect(settings)
    try writer.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)", name: "table")
    var reader = try connect(settings)
    let inside = try reader.withSnapshot { reader in
      let before = try reader.copyOut("SELECT a FROM t", name: "before") { _ in }
      try writer.execute("INSERT INTO t VALUES (2)", name: "insert")
      return [before, try reader.copyOut("SELECT a FROM t", name: "after") { _ in }]
    }
    #expect(inside == [1, 1])
    expectEqual(try reader.rows("SELECT count(*) FROM t", name: "count"), [["2"]])
  }

  @Test func `a snapshot is read-only even in a session that may write`() throws {
    var connection = try connect(TestCluster.database())
    let error = try postgresError {
      try connection.withSnapshot { try $0.execute("CREATE TABLE t (a int)", name: "write") }
    }
    #expect(error.sqlState == "25006")
    try connection.execute("CREATE TABLE t (a int)", name: "write")
  }

  @Test func `an error in a snapshot rolls back and the connection goes on`() throws {
    var connection = try connect(TestCluster.settings())
    #expect(throws: Stop.self) { try connection.withSnapshot { _ in throw Stop() } }
    #expect(throws: Stop.self) {
      try connection.withSnapshot { connection in
        try connection.copyOut("SELECT generate_series(1, 100000)", name: "stop") { _ in
          throw Stop()
        }
      }
    }
    expectEqual(
      try connection.withSnapshot { try $0.rows("SELECT 1", name: "one") }, [["1"]])
  }

  @Test func `an error that the body keeps to itself still fails the snapshot`() throws {
    var connection = try connect(TestCluster.settings())
    let error = try postgresError {
      try connection.withSnapshot { try? $0.execute("SELECT 1 / 0", name: "division") }
    }
    #expect(error.query == "commit")
    expectEqual(try connection.rows("SELECT 1", name: "one"), [["1"]])
  }

  @Test func `snapshots cannot be nested`() throws {
    var connection = try connect(TestCluster.settings())
    let error = try postgresError {
      try connection.withSnapshot { try $0.withSnapshot { _ in } }
    }
    #expect(error.kind == .usage)
  }

  @Test func `literals and identifiers are quoted by libpq`() throws {
    var connection = try connect(TestCluster.settings())
    for text in ["", "it's", #"back\slash"#, "'; DROP TABLE t; --", "ชา\n\t\"x\"", "\\'"] {
      let literal = try connection.literal(text)
      let name = try connection.identifier("c" + text)
      let sql = "SELECT \(literal)::text AS \(name)"
      expectEqual(try connection.rows(sql, name: "quoted"), [[text]])
      expectEqual(try connection.describe(sql, name: "quoted").map(\.name), ["c" + text])
    }
    for text in ["a\0b", "\0"] {
      expectEqual(try? connection.literal(text), nil)
      expectEqual(try? connection.identifier(text), nil)
      expect((try? connection.execute("SELECT '\(text)'", name: "nul")) == nil)
    }
    expectEqual(try? connection.identifier(""), nil)
  }

  @Test func `describe tells names and types and runs nothing`() throws {
    var connection = try connect(TestCluster.database())
    try connection.execute("CREATE SEQUENCE s", name: "sequence")
    let columns = try connection.describe(
      """
      SELECT nextval('s') AS n, 1.5::numeric(10,2) AS price, 1.5::numeric AS free, 'x'::varchar(30),
        now() AS "at", 1::numeric(3,-2) AS coarse
      """, name: "described")
    #expect(
      columns.map(\.typeName) == [
        "bigint", "numeric(10,2)", "numeric", "character varying(30)", "timestamp with time zone",
        "numeric(3,-2)",
      ])
    #expect(columns.map(\.name) == ["n", "price", "free", "varchar", "at", "coarse"])
    #expect(columns.map(\.numericScale) == [nil, 2, nil, nil, nil, -2])
    #expect(columns.map(\.numericPrecision) == [nil, 10, nil, nil, nil, 3])
    expectEqual(try connection.rows("SELECT is_called FROM s", name: "unused"), [["f"]])
    expectEqual(try connection.describe("SET jit = off", name: "nothing"), [])
    let error = try postgresError { _ = try connection.describe("SELECT a", name: "wrong") }
    #expect(error.sqlState == "42703")
    #expect(error.query == "wrong")
    #expect(error.message.contains("at character 8"))
    expectEqual(try connection.rows("SELECT 1", name: "one"), [["1"]])
  }

  @Test func `row values stay out of the description`() throws {
    var connection = try connect(TestCluster.database())
    try connection.execute(
      "CREATE TABLE t (a text PRIMARY KEY); INSERT INTO t VALUES ('secret')", name: "table")
    let error = try postgresError {
      try connection.execute("INSERT INTO t VALUES ('secret')", name: "again")
    }
    #expect(error.sqlState == "23505")
    #expect(!error.description.contains("secret"))
    #expect(error.sensitiveDetail?.contains("secret") == true)
  }
}
