import Demo
import Foundation
import Testing
import TestServers

/// What a run says while it works, in each form.
struct LogTests {
  private static let words = ["run", "--all", "--date", "2020-01-02"]

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `each stage is one line of JSON with run, report, rows and seconds`() throws {
    try Workplace.lend { place in
      let outcome = try place.run(Self.words + ["--log-format", "json", "--log-level", "info"])
      #expect(outcome.code == 0 && outcome.output == "")
      let lines = try objects(outcome.errors)
      let runs = Set(lines.map { $0["run"] as? String })
      #expect(runs.count == 1 && runs.first.flatMap(\.self) != nil, "\(runs)")
      let read = try #require(lines.first { $0["stage"] as? String == "read" })
      #expect((read["movements"] as? Int ?? 0) > 0 && read["seconds"] is Double)
      for stage in ["write", "publish"] {
        let found = lines.filter { $0["stage"] as? String == stage }
        #expect(found.count == 6)
        #expect(found.allSatisfy { $0["report"] is String && $0["rows"] is Int })
        #expect(found.allSatisfy { $0["seconds"] is NSNumber })
      }
    }
  }

  @Test func `no row value and no secret is in any log`() throws {
    try Workplace.lend { place in
      // Everything that is known of products and stores; the log knows none of it.
      let database = try Workplace.database.get()
      let names = try database.value(
        """
        SELECT string_agg(DISTINCT value, chr(10)) FROM (
          SELECT unnest(ARRAY[name, sku, product_id::text, supplier_name]) FROM products_inventory
          UNION ALL SELECT unnest(ARRAY[store_name, store_id::text]) FROM stock_levels) v(value)
        """)
      let values = (names ?? "").split(separator: "\n")
      try #require(values.count > 8)
      for format in ["text", "logfmt", "json"] {
        let outcome = try place.run(
          Self.words + ["--force", "--verbose", "--log-format", format])
        #expect(outcome.code == 0)
        #expect(outcome.errors.count > 500)
        // A short number may stand anywhere.
        for value in values where value.count > 3 && value.contains(where: \.isLetter) {
          #expect(!outcome.errors.contains(value), "\(format): \(value)")
        }
      }
    }
  }

  @Test func `when nobody watches an error is one line of fields`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_LOG_FORMAT"] = nil
      place.environment["DB_HOST"] = "/nowhere"
      let outcome = try place.run(Self.words)
      #expect(outcome.code == 69)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.allSatisfy { $0.hasPrefix("time=20") }, "\(outcome.errors)")
      #expect(lines.last?.contains(" level=error msg=\"") == true)
      #expect(lines.last?.hasSuffix(" code=69") == true)
    }
  }

  @Test func `a failed report names run, report and code`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_LOG_FORMAT"] = "json"
      try place.write("in the way", to: "out/slow-movers/2020-01-06/file")
      let outcome = try place.run(["run", "slow-movers", "--date", "2020-01-06"])
      #expect(outcome.code == 73)
      let line = try #require(try objects(outcome.errors).last)
      #expect(line["report"] as? String == "slow-movers")
      #expect(line["code"] as? Int == 73)
      #expect((line["run"] as? String)?.contains("T") == true)
      #expect((line["msg"] as? String)?.contains("2020-01-06") == true)
    }
  }

  @Test(arguments: [
    ["--log-format", "xml"], ["--log-level", "loud"],
  ])
  func `a form or a level that is none`(words: [String]) throws {
    try Workplace.lend { place in
      #expect(try place.run(["list"] + words).code == 64)
      place.environment["REPORT_LOG_LEVEL"] = "loud"
      try place.expectFailure(["list"], code: 78, says: ["log.level", "REPORT_LOG_LEVEL", "loud"])
    }
  }
}
