import Foundation
import Postgres
import Testing

@Suite struct StreamTests {
  @Test func `a million rows leave the memory flat`() throws {
    var connection = try connect(TestCluster.settings())
    let query = """
      SELECT i::int8, repeat('x', 200), i::numeric / 4 FROM generate_series(1, 1000000) i
      """
    var before = 0
    var most = 0
    var sum: Int64 = 0
    let count = try connection.copyOut(query, name: "million") { row in
      sum += try row.int64(0)
      if sum == 1 { before = try residentMemory() }
      if sum & 0xFFFF == 0 { most = max(most, try residentMemory()) }
      _ = try row.numeric64(2, scale: 2)
    }
    most = max(most, try residentMemory())
    #expect(count == 1_000_000)
    #expect(sum == 500_000_500_000)
    // Other tests run in the same process: the bound is far below the 200 MB that went by.
    #expect(most - before < 60 << 20, "grew by \(most - before) bytes")
  }

  @Test func `a row of 40 MB is lent whole`() throws {
    var connection = try connect(TestCluster.settings())
    let query = "SELECT repeat('abcd', 10000000), 7"
    try connection.copyOut(query, name: "long row") { row in
      expectEqual(try row.withText(0) { $0.count }, 40_000_000)
      expectEqual(try row.int32(1), 7)
    }
  }

  @Test func `a throw in the middle cancels, rethrows and leaves the connection usable`() throws {
    var connection = try connect(TestCluster.settings())
    let start = ContinuousClock.now
    var seen = 0
    #expect(throws: Stop.self) {
      try connection.copyOut("SELECT generate_series(1, 500000000)", name: "long") { _ in
        seen += 1
        if seen == 1000 { throw Stop() }
      }
    }
    #expect(seen == 1000)
    #expect(ContinuousClock.now - start < .seconds(20))
    expect(connection.isUsable)
    for _ in 0..<50 { expectEqual(try connection.rows("SELECT 1", name: "after"), [["1"]]) }
  }

  @Test func `a throw at the last row does not harm the next statement`() throws {
    var connection = try connect(TestCluster.settings())
    for _ in 0..<100 {
      #expect(throws: Stop.self) {
        try connection.copyOut("SELECT 1", name: "short") { _ in throw Stop() }
      }
      expectEqual(try connection.rows("SELECT 1", name: "after"), [["1"]])
    }
  }

  @Test func `an error of the server after many rows is an error`() throws {
    var connection = try connect(TestCluster.settings())
    var seen = 0
    let error = try postgresError {
      try connection.copyOut(
        "SELECT 1 / (60000 - i) FROM generate_series(1, 100000) i", name: "division"
      ) { _ in seen += 1 }
    }
    #expect(error.sqlState == "22012")
    #expect(error.kind == .query)
    #expect(!error.isTransient)
    #expect(seen == 59_999)
    expect(connection.isUsable)
  }

  @Test func `a statement that is no query is refused by the server`() throws {
    var connection = try connect(TestCluster.settings())
    for query in ["", "nonsense", "SELECT 1; SELECT 2", "SELECT FROM nowhere"] {
      let error = try postgresError { try connection.copyOut(query, name: "bad") { _ in } }
      #expect(error.kind == .query)
      #expect(error.sqlState?.hasPrefix("42") == true)
    }
    expectEqual(try connection.rows("SELECT 1", name: "after"), [["1"]])
  }

  @Test func `COPY commands in execute are ended and reported`() throws {
    var connection = try connect(TestCluster.settings(readOnly: false))
    try connection.execute("CREATE TEMP TABLE t (a int)", name: "table")
    for sql in ["COPY (SELECT generate_series(1, 100000)) TO STDOUT", "COPY t FROM STDIN"] {
      let error = try postgresError { try connection.execute(sql, name: "copy") }
      #expect(error.kind == .usage)
      expectEqual(try connection.rows("SELECT count(*) FROM t", name: "after"), [["0"]])
    }
  }
}
