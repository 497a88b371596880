import Publishing
import Testing
import Values

@testable import PublishedTables

@Suite struct TableReaderTests {
  private let report = TestReport()
  private let reader = TableReader()

  private func skus(
    _ table: PublishedTable, _ query: TableQuery, from first: Int = 0, count: Int = 100
  ) throws -> [String] {
    try reader.page(of: table, query, from: first, count: count).rows.map { $0[1] }
  }

  private func records(_ products: [(sku: String, name: String)]) -> [String] {
    products.map { "\(TestReport.store),\($0.sku),\($0.name),pcs,1.000,1.00,2026-11-21,\r\n" }
  }

  @Test func `Quotes, commas and line breaks are the value's own`() throws {
    let table = try report.table([
      #"\#(TestReport.store),007,"Tea, ""green""\#r\#nloose",kg,1.500,"",,"# + "\r\n",
      #"\#(TestReport.store),"""","""""",kg,-0.500,2.00,2026-11-21,"# + "\r\n",
      "\(TestReport.store),'=1+1,'plain,kg,,,,2026-11-21T18:00:00+07:00\r\n",
    ])
    for query in [
      TableQuery(), TableQuery(search: ""), TableQuery(order: .init(column: "store_id")),
    ] {
      let page = try reader.page(of: table, query, from: 0, count: 10)
      #expect(page.rows.map { $0[1] } == ["007", "\"", "=1+1"])
      #expect(page.rows.map { $0[2] } == ["Tea, \"green\"\r\nloose", "\"\"", "'plain"])
      #expect(page.rows[0][5] == "")
    }
  }

  @Test func `An apostrophe stays where the package says nothing of a guard`() throws {
    let run = try report.publish(records([("'=1", "'-2")]), formulaGuard: false)
    let table = try #require(PublishedTable("detail", of: run))
    #expect(try skus(table, TableQuery()) == ["'=1"])
    let guarded = try report.table(records([("'=1", "'-2")]))
    #expect(try skus(guarded, TableQuery()) == ["=1"])
    #expect(guarded.columns[2].meaning == "Its name.")
  }

  @Test func `A record that is longer than a piece is read whole, wherever pieces end`() throws {
    let long = String(repeating: "x\"\"y,", count: 4_000)
    let table = try report.table(
      (0..<300).map { number in
        "\(TestReport.store),S\(number),\"\(long.prefix(number * 5 * 13))\",pcs,1.000,1.00,,\r\n"
      })
    let words = String(repeating: "x\"y,", count: 4_000)
    for piece in [1 << 9, 4_099, 1 << 18] {
      var reader = try RecordReader.open(table, piece: piece)
      var number = 0
      while try reader.advance() {
        let isRight =
          reader.text(reader.fields[1]) == "S\(number)"
          && reader.text(reader.fields[2]) == words.prefix(number * 4 * 13)
        #expect(isRight, "record \(number) by pieces of \(piece)")
        number += 1
      }
      #expect(number == 300)
    }
  }

  @Test func `Pages neither skip nor repeat, in any order and with any filter`() throws {
    let table = try report.table((0..<523).map { TestReport.record($0) })
    for query in [
      TableQuery(), TableQuery(order: .init(column: "value")),
      TableQuery(order: .init(column: "value", descending: true)), TableQuery(search: "product 1"),
      TableQuery(
        conditions: [.init(column: "quantity", comparison: .atLeast, value: "100")],
        order: .init(column: "product_name")),
    ] {
      let all = try skus(table, query, count: 1_000)
      var pages: [String] = []
      var first = 0
      while true {
        let page = try reader.page(of: table, query, from: first, count: 37)
        #expect(page.count == all.count)
        if page.rows.isEmpty { break }
        pages += page.rows.map { $0[1] }
        first += 37
      }
      #expect(pages == all)
      #expect(Set(all).count == all.count)
    }
  }

  @Test func `Equal rows keep the order of the file, upwards and downwards`() throws {
    let table = try report.table((0..<50).map { TestReport.record($0) })
    let numbers = Array(0..<50)
    let up = try skus(table, TableQuery(order: .init(column: "value")))
    #expect(up == numbers.sorted { ($0 % 7, $0) < ($1 % 7, $1) }.map { "S\($0)" })
    let down = try skus(table, TableQuery(order: .init(column: "value", descending: true)))
    #expect(down == numbers.sorted { (-($0 % 7), $0) < (-($1 % 7), $1) }.map { "S\($0)" })
  }

  @Test func `Numbers sort as numbers, texts by their bytes, and no value comes last`() throws {
    let values = ["-3.00", "", "10.00", "9.50", "-20.00", "123456789012345678.90", "0.00"]
    let table = try report.table(
      values.enumerated().map {
        "\(TestReport.store),S\($0),,pcs,1.000,\($1),,\r\n"
      })
    #expect(
      try skus(table, TableQuery(order: .init(column: "value")))
        == ["S4", "S0", "S6", "S3", "S2", "S5", "S1"])
    #expect(
      try skus(table, TableQuery(order: .init(column: "value", descending: true)))
        == ["S5", "S2", "S3", "S6", "S0", "S4", "S1"])
    let names = try report.table(
      records(
        [
          ("1", "a very long name that goes on, b"), ("2", "a very long name that goes on, a"),
          ("3", "Zebra"), ("4", "a"), ("5", ""), ("6", "ชา"),
        ].map { ($0.0, $0.1.isEmpty ? "" : "\"\($0.1)\"") }))
    #expect(
      try skus(names, TableQuery(order: .init(column: "product_name")))
        == ["3", "4", "2", "1", "6", "5"])
  }

  @Test func `Time stamps sort by the instant, not by their text`() throws {
    let times = [
      "2026-11-21T01:30:00+02:00", "2026-11-21T01:00:00+01:00", "2026-11-21T01:10:00+02:00",
    ]
    let table = try report.table(
      times.enumerated().map { "\(TestReport.store),S\($0),,pcs,1.000,1.00,,\($1)\r\n" })
    #expect(try skus(table, TableQuery(order: .init(column: "at"))) == ["S2", "S0", "S1"])
  }

  @Test func `Conditions compare by what the column is`() throws {
    let table = try report.table([
      "\(TestReport.store),A1,Green TEA,pcs,5.000,1.00,2026-11-20,2026-11-20T23:00:00+07:00\r\n",
      "\(TestReport.store),A2,Éclair,kg,-2.500,,2026-11-21,2026-11-21T00:00:00+07:00\r\n",
      "\(TestReport.store),B3,ชาเขียว,pcs,10.000,3.00,,\r\n",
    ])
    func found(_ column: String, _ comparison: TableQuery.Comparison, _ value: String) throws
      -> [String]
    {
      try skus(
        table,
        TableQuery(conditions: [.init(column: column, comparison: comparison, value: value)]))
    }
    #expect(try found("product_name", .contains, "tea") == ["A1"])
    #expect(try found("product_name", .contains, "éCLAIR") == ["A2"])
    #expect(try found("product_name", .contains, "ชา") == ["B3"])
    #expect(try found("product_name", .equals, "green tea") == ["A1"])
    #expect(try found("product_name", .equals, "green") == [])
    #expect(try found("quantity", .atLeast, "5") == ["A1", "B3"])
    #expect(try found("quantity", .atMost, "-2.5") == ["A2"])
    #expect(try found("quantity", .equals, "10.0") == ["B3"])
    #expect(try found("value", .isEmpty, "") == ["A2"])
    #expect(try found("value", .isNotEmpty, "") == ["A1", "B3"])
    #expect(try found("day", .atLeast, "2026-11-21") == ["A2"])
    #expect(try found("at", .atMost, "2026-11-20") == ["A1"])
    #expect(try found("at", .equals, "2026-11-21") == ["A2"])
    #expect(try skus(table, TableQuery(search: "a1")) == ["A1"])
    #expect(throws: TableError.self) { try found("quantity", .atLeast, "five") }
    #expect(throws: TableError.self) { try found("day", .atLeast, "yesterday") }
    #expect(throws: TableError.self) { try found("product_name", .atLeast, "a") }
    #expect(throws: TableError.unknownColumn("nothing")) { try found("nothing", .isEmpty, "") }
  }

  @Test func `Totals are over the rows that are asked for`() throws {
    let table = try report.table((1...10).map { TestReport.record($0) })
    let all = try reader.page(of: table, TableQuery(search: "product"), from: 0, count: 2)
    #expect(all.totals["quantity"] == .byUnit(["pcs": "55.000"]))
    #expect(all.totals["value"] == .overall("32.00"))
    let some = try reader.page(
      of: table, TableQuery(conditions: [.init(column: "sku", comparison: .equals, value: "s3")]),
      from: 0, count: 2)
    #expect(some.totals["quantity"] == .byUnit(["pcs": "3.000"]))
    #expect(some.count == 1)
  }

  @Test func `Quantities of different units are never added up`() throws {
    let table = try report.table(
      ["pcs", "pcs", "kg", "pcs", "", "kg", "g"].enumerated().map {
        "\(TestReport.store),S\($0),Tea,\($1),\($1 == "g" ? "" : "\($0 + 1).500"),1.00,,\r\n"
      })
    let page = try reader.page(of: table, TableQuery(search: "tea"), from: 0, count: 1)
    #expect(
      page.totals["quantity"] == .byUnit(["pcs": "8.500", "kg": "10.000", "": "5.500"]))
  }

  @Test func `Somebody of one store sees its rows only, in pages and totals`() throws {
    let table = try report.table(
      (0..<200).map {
        TestReport.record($0, store: $0 % 2 == 0 ? TestReport.store : TestReport.otherStore)
      } + [",S900,All stores,pcs,1.000,9.00,,\r\n"])
    let mine = try #require(UUIDBytes(TestReport.otherStore))
    let query = TableQuery(stores: [mine])
    let page = try reader.page(of: table, query, from: 90, count: 50)
    #expect(page.count == 100)
    #expect(page.rows.count == 10)
    #expect(page.rows.allSatisfy { $0[0] == TestReport.otherStore })
    #expect(page.totals["quantity"] == .byUnit(["pcs": "10000.000"]))
    #expect(try skus(table, TableQuery(stores: [])) == [])
    #expect(try skus(table, TableQuery(search: "s900", stores: [mine])) == [])
  }

  @Test func `A table without stores is for nobody of one store`() throws {
    let run = try report.publish((0..<3).map { TestReport.record($0) })
    let table = try #require(PublishedTable("detail", of: run))
    var columns = table.columns
    columns[0].key = "key"
    let summed = PublishedTable(run: run, resource: table.resource, columns: columns)
    #expect(!summed.isByStore)
    #expect(throws: TableError.notByStore) {
      try reader.page(of: summed, TableQuery(stores: []), from: 0, count: 1)
    }
  }

  @Test func `A file that is not as its manifest says is never half shown`() throws {
    let cut = try report.table(["\(TestReport.store),S1,\"open,pcs,1.000,1.00,,\r\n"])
    #expect(throws: TableError.self) { try skus(cut, TableQuery()) }
    let narrow = try report.table(["\(TestReport.store),S1\r\n"])
    #expect(throws: TableError.self) { try skus(narrow, TableQuery()) }
    let run = try report.publish([], header: "a,b\r\n")
    let other = try #require(PublishedTable("detail", of: run))
    #expect(throws: TableError.self) { try skus(other, TableQuery()) }
  }

  @Test func `What is remembered is bounded, and forgetting changes no answer`() throws {
    let table = try report.table((0..<100).map { TestReport.record($0) })
    let small = TableReader(remembering: 2_500)
    let queries = (0..<10).map {
      TableQuery(search: "\($0)", order: .init(column: "value", descending: true))
    }
    for _ in 0..<2 {
      for query in queries {
        let first = try small.page(of: table, query, from: 0, count: 100)
        #expect(first == (try reader.page(of: table, query, from: 0, count: 100)))
        #expect(small.remembered <= 2_500)
      }
    }
  }

  @Test func `More rows than can be sorted are refused, not cut`() throws {
    let table = try report.table((0..<30).map { TestReport.record($0) })
    #expect(throws: TableError.tooManyToSort(limit: 20)) {
      try TableSelection(TableQuery(order: .init(column: "value")), of: table, sortLimit: 20)
    }
    let narrow = TableQuery(
      conditions: [.init(column: "quantity", comparison: .atMost, value: "9")],
      order: .init(column: "value"))
    #expect(try TableSelection(narrow, of: table, sortLimit: 20).rows == 10)
  }
}
