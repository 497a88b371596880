import ArgumentParser
import Foundation
import Publishing

/// `inventory-reports verify`: holds what is published against its manifests.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check sizes, hashes, row counts and links of what is published.",
    discussion: "Exit code 65 when anything differs from its data package.")

  @ArgumentParser.Argument(
    help: ArgumentHelp("The output folder. Default: the configured one.", valueName: "folder"))
  var folder: String?
  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var folder: String
    var runs: Int
    var findings: [String]
  }

  func run() throws {
    let settings = try common.settings()
    let output = folder ?? settings.output
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(output)/.")
    guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
      throw ValidationError("there is no output folder \(output)")
    }
    let findings = try Verification(output: output).findings()
    let published = PublishedReports(output: output)
    let runs = try published.reports().map { try published.runs(of: $0).count }.reduce(0, +)
    if common.json {
      try Terminal.print(
        json: Document(folder: output, runs: runs, findings: findings.map(\.description)))
    } else {
      for finding in findings { Terminal.error(finding.description) }
      if !common.quiet {
        Terminal.print(
          "\(runs) runs in \(output): "
            + (findings.isEmpty ? "all intact" : "\(findings.count) differences"))
      }
    }
    if !findings.isEmpty { throw ExitCode(ExitStatus.Code.dataCheck) }
  }
}
