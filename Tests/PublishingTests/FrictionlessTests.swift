import Foundation
import TestSupport
import Testing

@testable import Publishing

/// The manifest before the validator that its readers use.
struct FrictionlessTests {
  /// Runs the validator; its report's parts are free of colours when nobody looks.
  private static func validate(_ manifest: String, standards: String) throws -> (Int32, String) {
    let outcome = try ChildProcess.run(
      try #require(program), ["validate", "--standards", standards, "--json", manifest])
    return (outcome.status, outcome.text + outcome.errors)
  }

  private static let program = TestPython.program("frictionless")

  @Test(
    .enabled(if: program != nil, "frictionless is not installed"), arguments: ["v1", "v2"])
  func `frictionless accepts a published run and rejects a changed byte`(
    _ standards: String
  ) throws {
    try withTemporaryFolder { output in
      let run = try SampleRun(context: SampleReport.context("2026-11-21")).publish(
        to: output, id: SampleRun.id(0))
      let manifest = run.folder + "/datapackage.json"
      let (status, text) = try Self.validate(manifest, standards: standards)
      #expect(status == 0, "\(text)")
      // Size and form stay as they are: only the hash can tell.
      for resource in run.package.resources where resource.format != "csv" || resource.rows == 3 {
        let path = run.path(of: resource)
        let url = URL(fileURLWithPath: path)
        let good = try Data(contentsOf: url)
        var bad = good
        bad[bad.count - (resource.format == "csv" ? 5 : 1)] ^= 1
        try bad.write(to: url)
        let (status, text) = try Self.validate(manifest, standards: standards)
        #expect(status != 0)
        #expect(text.contains("hash-count") || text.contains("\"hash"), "\(text)")
        try good.write(to: url)
      }
    }
  }
}
