import Foundation
import Reports
import TestSupport
import Testing

@testable import Publishing

/// The manifest before the validator that its readers use.
struct FrictionlessTests {
  /// Runs the validator; its report's parts are free of colours when nobody looks.
  private static func validate(_ manifest: String, standards: String) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(program))
    process.arguments = ["validate", "--standards", standards, "--json", manifest]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static let program = TestPython.program("frictionless")

  @Test(
    .enabled(if: program != nil, "frictionless is not installed"), arguments: ["v1", "v2"])
  func `frictionless accepts a published run and rejects a changed byte`(
    _ standards: String
  ) async throws {
    try await withTemporaryFolder { output in
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
