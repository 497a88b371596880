import Foundation
import Postgres
import Testing

@Suite struct CopyInTests {
  private static let nasty = [
    "", "\\", "\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "\\t", "ชา ☕ 🇹🇭", "'quoted' \"twice\"",
    "end\\", "\u{1}\u{7f}", " spaces ", "NULL", "\u{2028}",
    String(repeating: "x\\\n", count: 50_000),
  ]

  @Test func `nasty text arrives unchanged`() throws {
    var connection = try connect(TestCluster.database())
    try connection.execute(
      "CREATE TABLE \"T x\" (id int, \"sku \"\"q\" text, note text, n numeric)", name: "table")
    let count = try connection.copyIn(
      "T x", columns: ["id", "sku \"q", "note", "n"], name: "fill"
    ) { writer in
      for (id, text) in Self.nasty.enumerated() {
        writer.integer(id)
        writer.text(text)
        writer.null()
        writer.raw("-12.50")
        try writer.endRow()
      }
    }
    #expect(count == Self.nasty.count)
    var found: [String] = []
    try connection.copyOut("SELECT \"sku \"\"q\", note, n FROM \"T x\" ORDER BY id", name: "read") {
      found.append(try $0.string(0))
      #expect(try $0.isNull(1))
      #expect(try $0.numeric64(2, scale: 2) == -1250)
    }
    #expect(found == Self.nasty)
  }

  @Test func `a throw aborts: nothing is written and the connection goes on`() throws {
    var connection = try connect(TestCluster.database())
    try connection.execute("CREATE TABLE t (a int)", name: "table")
    #expect(throws: Stop.self) {
      try connection.copyIn("public.t", columns: ["a"], name: "stopped") { writer in
        for number in 0..<100_000 {
          writer.integer(number)
          try writer.endRow()
        }
        throw Stop()
      }
    }
    expectEqual(try connection.rows("SELECT count(*) FROM t", name: "count"), [["0"]])
  }

  @Test func `a refused value is the server's error`() throws {
    var connection = try connect(TestCluster.database())
    try connection.execute("CREATE TABLE t (a int)", name: "table")
    let error = try postgresError {
      try connection.copyIn("t", columns: ["a"], name: "bad") { writer in
        for _ in 0..<100_000 {
          writer.text("no number")
          try writer.endRow()
        }
      }
    }
    #expect(error.sqlState == "22P02")
    #expect(error.query == "bad")
    expectEqual(try connection.rows("SELECT count(*) FROM t", name: "count"), [["0"]])
    let missing = try postgresError {
      try connection.copyIn("nowhere", columns: ["a"], name: "missing") { _ in }
    }
    #expect(missing.sqlState == "42P01")
    expectEqual(try connection.copyIn("t", columns: ["a"], name: "none") { _ in }, 0)
  }

  @Test func `a session lost while writing is an error`() throws {
    let settings = try TestCluster.database()
    var connection = try connect(settings)
    var killer = try connect(settings)
    try connection.execute("CREATE TABLE t (a int)", name: "table")
    let pid = connection.backendPID
    let error = try postgresError {
      try connection.copyIn("t", columns: ["a"], name: "killed") { writer in
        for number in 0..<2_000_000 {
          writer.integer(number)
          try writer.endRow()
          if number == 100_000 {
            try killer.execute("SELECT pg_terminate_backend(\(pid))", name: "kill")
          }
        }
      }
    }
    #expect(error.kind == .lost)
    #expect(error.isTransient)
    expect(!connection.isUsable)
  }
}
