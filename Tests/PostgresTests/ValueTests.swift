import Foundation
import Postgres
import Testing
import Values

@Suite struct ValueTests {
  private func row(
    _ list: String, columns: [String] = [], _ check: (borrowing BinaryRow) throws -> Void
  ) throws {
    var connection = try connect(TestCluster.settings())
    let count = try connection.copyOut("SELECT \(list)", name: "values", columns: columns) {
      try check($0)
    }
    #expect(count == 1)
  }

  @Test func `integers of every width`() throws {
    try row("(-32768)::int2, 2147483647, (-9223372036854775808)::int8, NULL::int4") { row in
      expectEqual(row.count, 4)
      expectEqual(try row.int16(0), .min)
      expectEqual(try row.int32(1), .max)
      expectEqual(try row.int64(2), .min)
      expectEqual(try row.integer(0), -32768)
      expectEqual(try row.integer(1), 2_147_483_647)
      expectEqual(try row.integer(2), .min)
      expect(try row.isNull(3))
      expect(try !row.isNull(0))
    }
  }

  @Test func `text, uuid and boolean`() throws {
    try row("'ชา ☕'::text, '', '00112233-4455-6677-8899-aabbccddeeff'::uuid, true, false") { row in
      expectEqual(try row.string(0), "ชา ☕")
      expectEqual(try row.withText(0) { $0.count }, "ชา ☕".utf8.count)
      expectEqual(try row.withText(1) { $0.count }, 0)
      expectEqual(try row.string(1), "")
      let uuid = try row.uuid(2)
      #expect(uuid.high == 0x0011_2233_4455_6677)
      #expect(uuid.low == 0x8899_AABB_CCDD_EEFF)
      expect(try row.bool(3))
      expect(try !row.bool(4))
    }
  }

  @Test func `timestamps and dates count from 1970`() throws {
    try row(
      """
      timestamptz '1970-01-01 00:00Z', timestamptz '2026-01-31 23:59:59.999999+07',
      timestamptz 'infinity', timestamptz '-infinity', timestamptz '4713-01-01 00:00Z BC',
      date '1970-01-02', date 'infinity', date '-infinity', date '1969-12-31'
      """
    ) { row in
      expectEqual(try row.instant(0).microseconds, 0)
      expectEqual(try row.instant(1).microseconds, 1_769_878_799_999_999)
      expectEqual(try row.instant(2), .distantFuture)
      expectEqual(try row.instant(3), .distantPast)
      expectEqual(try row.instant(4).microseconds, -210_863_520_000_000_000)
      expectEqual(try row.day(5).daysSinceEpoch, 1)
      expectEqual(try row.day(6).daysSinceEpoch, .max)
      expectEqual(try row.day(7).daysSinceEpoch, .min)
      expectEqual(try row.day(8).daysSinceEpoch, -1)
    }
  }

  @Test func `a timestamp beyond 64 bits of 1970 is infinite`() throws {
    try row("timestamptz '294276-12-31 00:00Z'") { expectEqual(try $0.instant(0), .distantFuture) }
  }

  @Test func `a field of another type throws and names query, row and column`() throws {
    let error = try postgresError {
      try row("1::int4, 'abc'", columns: ["id", "sku"]) { _ = try $0.int64(1) }
    }
    #expect(error.kind == .decode)
    #expect(error.reason == .data)
    #expect(error.query == "values")
    #expect(error.column == "sku")
    #expect(error.row == 1)
    #expect(error.description.contains("in query 'values' column sku row 1 at "))
    #expect(error.description.hasSuffix(": 3 bytes, expected 8"))
  }

  @Test func `NULL, a missing column and every wrong length throw`() throws {
    func failures(_ row: borrowing BinaryRow, _ index: Int) -> Int {
      var count = 0
      if (try? row.string(index)) == nil { count += 1 }
      if (try? row.bool(index)) == nil { count += 1 }
      if (try? row.int16(index)) == nil { count += 1 }
      if (try? row.int32(index)) == nil { count += 1 }
      if (try? row.int64(index)) == nil { count += 1 }
      if (try? row.integer(index)) == nil { count += 1 }
      if (try? row.uuid(index)) == nil { count += 1 }
      if (try? row.day(index)) == nil { count += 1 }
      if (try? row.instant(index)) == nil { count += 1 }
      if (try? row.numeric(index, scale: 2)) == nil { count += 1 }
      if (try? row.numeric64(index, scale: 2)) == nil { count += 1 }
      return count
    }
    try row("NULL::text, 'abc', ''") { row in
      expectEqual(failures(row, 0), 11)
      expectEqual(failures(row, -1), 11)
      expectEqual(failures(row, 3), 11)
      expectEqual(failures(row, 1), 10, "only the text can be read")
      expectEqual(failures(row, 2), 10, "only the text can be read")
    }
  }

  @Test func `an empty result has no rows and is a success`() throws {
    var connection = try connect(TestCluster.settings())
    let count = try connection.copyOut("SELECT 1 WHERE false", name: "empty") { _ in throw Stop() }
    #expect(count == 0)
    expectEqual(try connection.rows("SELECT 1 WHERE false", name: "empty"), [])
  }

  @Test func `a query may end with a semicolon or a comment`() throws {
    var connection = try connect(TestCluster.settings())
    expectEqual(try connection.copyOut("SELECT 1 ; \n", name: "semicolon") { _ in }, 1)
    expectEqual(try connection.copyOut("SELECT 1 -- one", name: "comment") { _ in }, 1)
  }

  @Test func `bytes that are not UTF-8 are escaped, each by itself`() throws {
    for (bytes, text) in [
      ("ff", "\\xff"), ("636166e9", "caf\\xe9"), ("63e9616a", "c\\xe9aj"),
      // Cut off, too long a form, a surrogate, beyond Unicode; and what is right beside it.
      ("e0b8", "\\xe0\\xb8"), ("c0af", "\\xc0\\xaf"), ("eda080", "\\xed\\xa0\\x80"),
      ("f4908080", "\\xf4\\x90\\x80\\x80"), ("e0b88a80", "ช\\x80"), ("00e9", "\0\\xe9"),
    ] {
      try row("'\\x\(bytes)'::bytea") { row in
        var (isReadable, isLentReadable) = (true, true)
        expectEqual(try row.string(0, &isReadable), text)
        let lent = try row.withText(0, &isLentReadable) { span in span.indices.map { span[$0] } }
        #expect(String(decoding: lent, as: UTF8.self) == text)
        #expect(!isReadable && !isLentReadable)
      }
    }
    try row("'ชา'::text") { row in
      var isReadable = true
      expectEqual(try row.string(0, &isReadable), "ชา")
      expectEqual(try row.withText(0, &isReadable) { $0.count }, 6)
      #expect(isReadable)
      isReadable = false
      // What was unreadable before stays so.
      expectEqual(try row.string(0, &isReadable), "ชา")
      #expect(!isReadable)
    }
  }
}
