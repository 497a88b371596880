import Dispatch
import Foundation
import Monitoring
import TestSupport
import Testing

struct MetricsTests {
  private static let awkward = [
    "plain", "a \"quoted\" one", "back\\slash", "two\nlines", "\\n", "ข้าวสาร", "quote\"\u{301}",
    "crlf\r\n", "{}", "a=\"b\",c", "", "ends with \\",
  ]

  private func page(_ values: [String]) -> MetricsPage {
    var page = MetricsPage()
    page.set(
      MetricFamily(
        "test_stores", help: "Stores \\ and\nlines.",
        values.enumerated().map { .init([.init("store", $1), .init("id", "\($0)")], "\($0).50") }))
    page.set(MetricFamily("test_build", .counter, help: "One.", [.init([], "1")]))
    return page
  }

  @Test func `a page is read by the rules of the format`() throws {
    let text = try PrometheusText(page(Self.awkward).text)
    #expect(text.types == ["test_stores": "gauge", "test_build": "counter"])
    #expect(text.values.count == Self.awkward.count + 1)
    #expect(text.values["test_build"] == "1")
    #expect(text.values[#"test_stores{id="1",store="a \"quoted\" one"}"#] == "1.50")
    #expect(text.values[#"test_stores{id="3",store="two\nlines"}"#] == "3.50")
  }

  @Test func `a page is read back as it was`() throws {
    let page = page(Self.awkward)
    #expect(MetricsPage(page.text) == page)
    #expect(MetricsPage("") == MetricsPage())
  }

  @Test(arguments: [
    "no_type 1\n", "# TYPE a gauge\na 1\n", "# HELP a b\n# TYPE a gauge\na{x=\"1\" 1\n",
    "# HELP a b\n# TYPE a gauge\na one\n", "# HELP a b\n# TYPE a histogram\na 1\n", "{}", "a{",
    "# a",
    "# HELP a b\n# TYPE a gauge\na{x=\"\\\"} 1\n",
  ])
  func `a text that is no page of ours is none`(text: String) {
    #expect(MetricsPage(text) == nil)
  }

  @Test func `what is no number, or there twice, is left out`() throws {
    let family = MetricFamily(
      "a", help: "A.",
      [
        .init([], "1"), .init([.init("x", "1")], ""), .init([.init("x", "2")], "two"),
        .init([], "3"),
      ])
    #expect(family.samples.map(\.value) == ["3"])
    var page = MetricsPage()
    page.set(MetricFamily("b", help: "B.", []))
    #expect(page.text == "", "a family without a value is not there")
  }

  @Test func `a file is replaced in one step and keeps what others measure`() throws {
    try withTemporaryFolder { folder in
      let file = MetricsFile(path: folder + "/inventory.prom")
      try file.update { $0.set(MetricFamily("alerts", help: "A.", [.init([], "7")])) }
      try file.update { $0.set(MetricFamily("runs", help: "R.", [.init([], "1")])) }
      let text = try String(contentsOfFile: file.path, encoding: .utf8)
      #expect(try PrometheusText(text).values == ["alerts": "7", "runs": "1"])
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
      #expect(mode as? Int == 0o644, "the exporter is another user")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
          == ["inventory.prom", "inventory.prom.lock"])
    }
  }

  @Test func `a file that is torn is begun anew`() throws {
    try withTemporaryFolder { folder in
      let file = MetricsFile(path: folder + "/inventory.prom")
      try Data("# HELP a".utf8).write(to: URL(fileURLWithPath: file.path))
      try file.update { $0.set(MetricFamily("runs", help: "R.", [.init([], "1")])) }
      #expect(
        try PrometheusText(String(contentsOfFile: file.path, encoding: .utf8)).values
          == ["runs": "1"])
    }
  }

  @Test func `many writers lose nothing, and a reader never sees half a file`() async throws {
    let folder = NSTemporaryDirectory() + "monitoring-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/inventory.prom"
    DispatchQueue.concurrentPerform(iterations: 40) { number in
      if number % 4 == 0 {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        #expect(throws: Never.self) { try PrometheusText(text) }
      } else {
        #expect(throws: Never.self) {
          try MetricsFile(path: path).update {
            $0.set(MetricFamily("m\(number)", help: "M.", [.init([], "\(number)")]))
          }
        }
      }
    }
    let values = try PrometheusText(String(contentsOfFile: path, encoding: .utf8)).values
    #expect(values.count == 30)
  }

  @Test func `a folder that is not there is named`() throws {
    let file = MetricsFile(path: "/nowhere/inventory.prom")
    let error = #expect(throws: MetricsFileError.self) { try file.update { _ in } }
    #expect("\(try #require(error))".contains("/nowhere/inventory.prom"))
  }
}
