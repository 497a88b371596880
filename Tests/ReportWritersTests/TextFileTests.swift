import Reports
import ReportWriters
import Testing
import TestSupport

/// The exact bytes of CSV and JSON.
@Suite struct TextFileTests {
  private var report: TestReport {
    var report = TestReport(tables: [
      .init(
        "lines",
        [
          .of("sku", .code), .of("name", .text), .of("unit", .text),
          .of("quantity", .quantity, totalled: true), .of("value", .money, totalled: true),
          .of("seen_at", .timestamp), .of("day", .date), .of("active", .boolean),
        ],
        [
          [
            .text("007"), .text("a \"b\", c"), .text("kg"), .number("-1.500"), .number("2.50"),
            .time(1_795_000_000_000_001, ""), .day("2026-11-21"), .boolean(true),
          ],
          [
            .text("-5"), .text("ก\n\u{1}"), .text("pcs"), .number("2.000"), .null, .null, .null,
            .boolean(false),
          ],
        ]),
      .init("none", [.of("name", .text)], []),
    ])
    report.parameters = [
      .init(name: "date", value: .text("2026-11-21"), isDefault: false),
      .init(name: "stores", value: .list(["a", "b\""]), isDefault: false),
      .init(name: "window", value: .integer(90), isDefault: true),
    ]
    return report
  }

  private let csv = """
    sku,name,unit,quantity,value,seen_at,day,active\r
    007,"a ""b"", c",kg,-1.500,2.50,2026-11-18T18:06:40.000001+07:00,2026-11-21,true\r
    '-5,"ก
    \u{1}",pcs,2.000,,,,false\r

    """

  @Test func `csv to the byte`() throws {
    try withTemporaryFolder { folder in
      let files = try report.write([.csv], to: folder)
      #expect(
        files == [
          ReportFile(name: "sample-2026-11-21.lines.csv", format: .csv, table: "lines"),
          ReportFile(name: "sample-2026-11-21.none.csv", format: .csv, table: "none"),
        ])
      #expect(try bytes(of: files[0].name, in: folder) == Array(csv.utf8))
      #expect(try bytes(of: files[1].name, in: folder) == Array("name\r\n".utf8))
    }
  }

  @Test func `csv for Excel is the same after a byte order mark`() throws {
    try withTemporaryFolder { folder in
      let files = try report.write([.csvExcel], to: folder)
      #expect(files[0].name == "sample-2026-11-21.lines.excel.csv")
      #expect(try bytes(of: files[0].name, in: folder) == [0xEF, 0xBB, 0xBF] + Array(csv.utf8))
    }
  }

  @Test func `the guard can be turned off`() throws {
    try withTemporaryFolder { folder in
      let files = try report.write(
        [.csv], to: folder, options: WriterOptions(formulaGuard: false))
      let expected = csv.replacing("'-5", with: "-5")
      #expect(try bytes(of: files[0].name, in: folder) == Array(expected.utf8))
    }
  }

  @Test func `json to the byte`() throws {
    let lines = [
      #"{"sku":"007","name":"a \"b\", c","unit":"kg","quantity":-1.500,"value":2.50,"#
        + #""seen_at":"2026-11-18T18:06:40.000001+07:00","day":"2026-11-21","active":true}"#,
      #"{"sku":"-5","name":"ก\u000A\u0001","unit":"pcs","quantity":2.000,"value":null,"#
        + #""seen_at":null,"day":null,"active":false}"#,
    ]
    let expected = """
      {
      "report": "sample",
      "title": "Sample of stock",
      "period": {"from": "2026-11-21", "to": "2026-11-21", "time_zone": "Asia/Bangkok", \
      "start": "2026-11-21T00:00:00+07:00", "end": "2026-11-22T00:00:00+07:00", \
      "provisional": false},
      "parameters": {"date": "2026-11-21", "stores": ["a", "b\\""], "window": 90},
      "tables": {
      "lines": [
      \(lines[0]),
      \(lines[1])
      ],
      "none": []
      },
      "totals": {
      "lines": {"quantity": {"kg": -1.500, "pcs": 2.000}, "value": 2.50},
      "none": {}
      }
      }

      """
    try withTemporaryFolder { folder in
      let files = try report.write([.json], to: folder)
      #expect(files == [ReportFile(name: "sample-2026-11-21.json", format: .json)])
      let found = try bytes(of: files[0].name, in: folder)
      #expect(String(decoding: found, as: UTF8.self) == expected)
      let document = try JSONReader.read(found)
      #expect(
        document.keys == ["report", "title", "period", "parameters", "tables", "totals"])
    }
  }

  @Test func `a provisional period says so`() throws {
    var report = report
    report.provisional = true
    try withTemporaryFolder { folder in
      try report.write([.json], to: folder)
      let document = try JSONReader.read(try bytes(of: "sample-2026-11-21.json", in: folder))
      #expect(document["period"]?["provisional"] == .boolean(true))
      #expect(document["period"]?["end"] == .string("2026-11-21T23:00:00+07:00"))
    }
  }

  @Test func `thirty digits stay thirty digits`() throws {
    let table = TestReport.Table(
      "t", [.of("m", .money, totalled: true)],
      Array(repeating: [.number("1234567890123456789012345678.99")], count: 3))
    try withTemporaryFolder { folder in
      try TestReport(tables: [table]).write([.json], to: folder)
      let document = try JSONReader.read(try bytes(of: "sample-2026-11-21.json", in: folder))
      #expect(
        document["totals"]?["t"]?["m"] == .number("3703703670370370367037037036.97"))
    }
  }
}
