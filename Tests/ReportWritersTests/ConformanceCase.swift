import Reports
import Testing

/// A small report that every format has to carry.
struct ConformanceCase: CustomTestStringConvertible, Sendable {
  var name: String
  var make: @Sendable () -> TestReport

  var report: TestReport { make() }
  var testDescription: String { name }

  private static func one(
    _ name: String, _ columns: [Column], _ rows: @escaping @Sendable () -> [[TestCell]],
    zone: String = "Asia/Bangkok"
  ) -> ConformanceCase {
    ConformanceCase(name: name) {
      var report = TestReport(tables: [.init("t", columns, rows())])
      report.zone = zone
      return report
    }
  }

  private static func texts(_ name: String, _ texts: [String]) -> ConformanceCase {
    one(name, [.of("id", .code), .of("words", .text)]) {
      texts.map { [.text($0), .text($0)] }
    }
  }

  static let all: [ConformanceCase] = [
    one("no rows", [.of("a", .text), .of("n", .money, totalled: true)]) { [] },
    one("one column, empty", [.of("a", .text)]) { [[.null], [.text("")], [.text("x")]] },
    one(
      "nothing in every type",
      [
        .of("text", .text), .of("code", .code), .of("quantity", .quantity), .of("money", .money),
        .of("price", .price), .of("ratio", .ratio), .of("integer", .integer),
        .of("decimal", .decimal(scale: 6)), .of("date", .date), .of("time", .timestamp),
        .of("boolean", .boolean), .of("uuid", .uuid),
      ]
    ) { [Array(repeating: .null, count: 12)] },
    one(
      "a value in every type",
      [
        .of("text", .text), .of("code", .code), .of("quantity", .quantity), .of("money", .money),
        .of("price", .price), .of("ratio", .ratio), .of("integer", .integer),
        .of("decimal", .decimal(scale: 6)), .of("date", .date), .of("time", .timestamp),
        .of("boolean", .boolean), .of("uuid", .uuid),
      ]
    ) {
      [
        [
          .text("x"), .text("007"), .number("1.500"), .number("-0.01"), .number("0.00"),
          .number("0.2500"), .number("-12"), .number("0.000001"), .day("2026-02-28"),
          .time(1_795_000_000_000_000, "2026-11-18T18:06:40+07:00"), .boolean(true),
          .uuid("0f0e0d0c-0b0a-0908-0706-050403020100"),
        ],
        [
          .text("y"), .text("0"), .number("-1.500"), .number("99999999999999.99"),
          .number("0.10"), .number("-0.3333"), .number("9007199254740993"),
          .number("123456789.123456"), .day("1900-03-01"), .time(0, "1970-01-01T07:00:00+07:00"),
          .boolean(false), .uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"),
        ],
      ]
    },
    texts("Thai and emoji", ["ข้าวหอมมะลิ ๕ กก.", "🌶️🍜👩‍🍳", "e\u{301}", "\u{2028}", "\u{FEFF}x"]),
    texts("quotes and newlines", ["\"", "a\"b", ",", "a\r\nb", "\nx", "x\n", "'", " a ", ""]),
    texts("like formulas", ["=1+1", "-5", "+x", "@a", "\tq", "\rq", "\nq", "=\"a\"", "=cmd|x"]),
    texts("leading zeros", ["007", "0012345678901234567890", "1E5", "1-2", "TRUE", "2026-01-01"]),
    texts(
      "control characters",
      [
        "\u{1}a", "a\u{8}\u{1F}b", "\u{1F}", "x\u{7F}", "a\u{B}b\u{C}", "\u{85}", "\u{FFFE}",
        "n\u{0}ul",
      ]),
    texts(
      "like escapes of a format",
      ["_x0041_", "_x005F_x0041_", "\\u0041", "&amp;<b>", "]]>", "\\", "/"]),
    texts("as long as a cell may be", [String(repeating: "x", count: 32_767)]),
    one(
      "thirty digits",
      [.of("unit", .text), .of("q", .quantity, totalled: true), .of("m", .money, totalled: true)]
    ) {
      (0..<3).map { _ in
        [
          .text("kg"), .number("-123456789012345678901234567.890"),
          .number("1234567890123456789012345678.90"),
        ]
      }
    },
    one(
      "a zone that skips and repeats hours", [.of("at", .timestamp)],
      {
        [
          [.time(1_774_745_999_000_000, "2026-03-29T01:59:59+01:00")],
          [.time(1_774_746_000_000_000, "2026-03-29T03:00:00+02:00")],
          [.time(1_792_886_400_000_000, "2026-10-25T02:00:00+02:00")],
          [.time(1_792_890_000_000_000, "2026-10-25T02:00:00+01:00")],
          [.time(1_792_890_000_123_456, "2026-10-25T02:00:00.123456+01:00")],
          [.time(-1_500_000, "1970-01-01T00:59:58.500000+01:00")],
        ]
      }, zone: "Europe/Berlin"),
    ConformanceCase(name: "several tables") {
      TestReport(tables: [
        .init("first", [.of("a", .text)], [[.text("1")], [.text("2")]]),
        .init("second", [.of("b", .integer)], []),
        .init("third", [.of("c", .boolean)], [[.boolean(true)]]),
      ])
    },
  ]
}
