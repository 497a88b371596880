import Reports
import Testing
import Values

@testable import Publishing

struct NamingTests {
  private struct Fixed: RandomNumberGenerator {
    var value: UInt64
    mutating func next() -> UInt64 { value }
  }

  @Test func `a run id is its start in UTC and six hexadecimal digits`() throws {
    var zeros = Fixed(value: 0)
    let id = RunID(
      startedAt: Instant(microseconds: 1_795_311_000_999_999), using: &zeros)
    #expect(id.text == "20261122T013000Z-000000")
    #expect(RunID(id.text) == id)
    let many = (0..<1000).map { _ in RunID(startedAt: Instant(microseconds: 0)) }
    #expect(Set(many).count > 990)
    #expect(many.allSatisfy { RunID($0.text) == $0 })
    #expect(SampleRun.id(1) < SampleRun.id(2))
  }

  @Test(arguments: [
    "", "..", "20261122T013000Z", "20261122T013000Z-4f9c2A", "20261122T013000Z-4f9c2a/",
    "../../../20261122T0130Z", "20261122T013000Z-4f9c2é",
  ])
  func `what is no run id is refused`(_ text: String) {
    #expect(RunID(text) == nil)
  }

  @Test func `a period without filters has its plain label`() throws {
    #expect(try PeriodFolderName(context: SampleReport.context("2026-11-21")).text == "2026-11-21")
    let month = PeriodFolderName(
      context: try SampleReport.context("2026-11-01", to: "2026-11-30"))
    #expect(month.text == "2026-11-01_2026-11-30")
    #expect(!month.isFiltered)
  }

  /// The digest is sha256sum's of `{"stores":["11111111-2222-3333-4444-555555555555"]}`.
  @Test func `a filter adds the first digits of its hash`() throws {
    let name = PeriodFolderName(
      context: try SampleReport.context(
        "2026-11-21", stores: ["11111111-2222-3333-4444-555555555555"]))
    #expect(name.text == "2026-11-21.f-144be94c")
    #expect(name.isFiltered)
  }

  /// JSON and digest are those of Python's json.dumps and of sha256sum.
  @Test func `the canonical parameters are sorted, compact and without dates and defaults`() {
    let canonical = CanonicalParameters([
      .init(name: "window", value: .integer(30), isDefault: false),
      .init(name: "date", value: .text("2026-11-21"), isDefault: false),
      .init(name: "from", value: .text("2026-11-21"), isDefault: false),
      .init(name: "to", value: .text("2026-11-21"), isDefault: false),
      .init(name: "suppliers", value: .list([]), isDefault: true),
      .init(name: "stores", value: .list(["a\nb\u{1}", "a\\b", "Läden \"B\""]), isDefault: false),
      .init(name: "compare_with", value: .text("2026-11-19"), isDefault: false),
    ])
    #expect(
      canonical.json
        == #"{"compare_with":"2026-11-19","stores":["Läden \"B\"","a\nb\u0001","a\\b"],"window":30}"#
    )
    #expect(
      canonical.hexDigest == "a195550de135c1cf0ff2a7f04c206a1c1889a4b820bcf58fedb5d92a0324674b")
  }

  @Test func `names in a folder are read back, others are not`() throws {
    for text in ["2026-11-21", "2026-11-01_2026-11-30", "2026-11-21.f-01234abc"] {
      #expect(PeriodFolderName(text)?.text == text)
    }
    #expect(PeriodFolderName("2026-11-21.f-01234abc")?.isFiltered == true)
    for text in [
      "", "latest", ".runs", "2026-11-31", "2026-11-21_2026-11-21", "2026-11-21_2026-11-01",
      "2026-11-21_x", "2026-11-21.f-", "2026-11-21.f-0123", "2026-11-21.f-01234abc.f-01234abc",
      "2026-11-21_2026-11-22_2026-11-23", "2026-11-21.f-01234ABC",
    ] {
      #expect(PeriodFolderName(text) == nil, "\(text)")
    }
  }

  @Test func `files are named by report, period and table`() throws {
    let period = try #require(PeriodFolderName("2026-11-21"))
    func name(_ format: ReportFormat, _ table: String? = nil) -> String {
      ReportFile(report: "low-stock", label: period.text, format: format, table: table).name
    }
    #expect(name(.xlsx) == "low-stock-2026-11-21.xlsx")
    #expect(name(.json) == "low-stock-2026-11-21.json")
    #expect(name(.csv, "detail") == "low-stock-2026-11-21.detail.csv")
    #expect(name(.csvExcel, "detail") == "low-stock-2026-11-21.detail.excel.csv")
  }
}
