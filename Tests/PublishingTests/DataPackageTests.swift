import Foundation
import Reports
import TestSupport
import Testing

@testable import Publishing

struct DataPackageTests {
  private func published(
    in output: String, change: (inout Publication) -> Void = { _ in }
  ) throws -> PublishedRun {
    let sample = SampleRun(context: try SampleReport.context("2026-11-21"))
    let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
    try sample.write(into: folder)
    var publication = sample.publication
    change(&publication)
    return try folder.publish(publication)
  }

  @Test func `the manifest says what the run was`() throws {
    try withTemporaryFolder { output in
      let run = try published(in: output) {
        $0.policyHash = "sha256:00"
        $0.reissue = Reissue(of: SampleRun.id(9), reason: "a late delivery was booked")
      }
      let text = try String(contentsOfFile: run.folder + "/datapackage.json", encoding: .utf8)
      #expect(text.hasSuffix("}\n"))
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let facts = try #require(object["inventory_reports"] as? [String: Any])
      let json = try JSONSerialization.data(
        withJSONObject: facts, options: [.sortedKeys, .withoutEscapingSlashes])
      #expect(String(decoding: json, as: UTF8.self) == Self.facts)
      #expect(object["name"] as? String == "inventory-valuation-2026-11-21")
      #expect(object["title"] as? String == "Inventory valuation, 2026-11-21")
      #expect(object["created"] as? String == "2026-11-22T01:30:02.000123Z")
    }
  }

  private static let facts =
    #"{"as_of":"2026-11-22T08:29:58.500000+07:00","checks":[{"detail":"","#
    + #""expected":"100000000000001234.49","found":"100000000000001234.49","name":"totals","#
    + #""outcome":"passed","title":"The totals agree."}],"currency":"THB","#
    + #""finished":"2026-11-22T08:30:02.000123+07:00","#
    + #""parameters":{"date":"2026-11-21","stores":[],"window":90},"#
    + #""period":{"end":"2026-11-22T00:00:00+07:00","from":"2026-11-21","provisional":false,"#
    + #""start":"2026-11-21T00:00:00+07:00","time_zone":"Asia/Bangkok","to":"2026-11-21"},"#
    + #""period_folder":"2026-11-21","policy_hash":"sha256:00","program_version":"1.0.0","#
    + #""reissue":{"reason":"a late delivery was booked","run_id":"20261122T013009Z-000000"},"#
    + #""report":"inventory-valuation","rows":{"detail":3,"exceptions":0},"#
    + #""run_id":"20261122T013000Z-000000","#
    + #""source":{"lag_ms":1250,"replay_position":"0/3000148","#
    + #""replay_time":"2026-11-22T08:30:00+07:00","server":"replica-1:5432","standby":true},"#
    + #""started":"2026-11-22T08:30:00+07:00","#
    + #""totals":{"detail":{"cost_value":"100000000000001234.49","#
    + #""quantity":{"kg":"1.500","pcs":"99999999996.999"}},"exceptions":{}}}"#

  @Test func `every file is listed with size, hash, form and columns`() throws {
    try withTemporaryFolder { output in
      let run = try published(in: output)
      let resources = run.package.resources
      #expect(
        resources.map(\.name)
          == ["detail", "detail.excel", "exceptions", "report.json", "report.xlsx"])
      #expect(resources.map(\.format) == ["csv", "csv", "csv", "json", "xlsx"])
      #expect(resources.map(\.rows) == [3, 3, 0, nil, nil])
      // sha256sum of the two bytes PK.
      #expect(
        resources[4].hash
          == "sha256:fcab7fcc2b4cffd9bb45003bfc2e468a04ef6f77ca8200a7341f027631584d25")
      #expect(resources[4].bytes == 2)
      let fields = try #require(resources[0].schema).fields
      #expect(fields.map(\.name) == SampleReport.columns.map(\.key))
      #expect(
        fields.map(\.type) == [
          "string", "string", "string", "string", "number", "number", "number", "number",
          "integer", "boolean", "date", "datetime",
        ])
      #expect(fields[1].description.hasPrefix("The stock keeping unit. A value that begins with"))
      #expect(fields[2].description.hasPrefix("A value that begins with"))
      #expect(fields[4].description == "On hand.")
    }
  }

  @Test func `without the formula guard the fields do not speak of it`() throws {
    try withTemporaryFolder { output in
      let run = try published(in: output) { $0.formulaGuard = false }
      #expect(run.package.resources[0].schema?.fields[1].description == "The stock keeping unit.")
    }
  }

  @Test func `the same publication gives the same bytes`() throws {
    try withTemporaryFolder { output in
      let first = try published(in: output + "/1").folder + "/datapackage.json"
      let second = try published(in: output + "/2").folder + "/datapackage.json"
      #expect(FileManager.default.contentsEqual(atPath: first, andPath: second))
    }
  }

  @Test func `names are legal and unique`() {
    #expect(DataResource.legalName("Ärzte & Co_1.x") == "--rzte---co_1.x")
  }
}
