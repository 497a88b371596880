import ArgumentParser
import Foundation
import Publishing
import Reports

/// `inventory-reports verify`: holds what is published against its manifests.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check sizes, hashes, row counts and links of the published files.",
    usage: "inventory-reports verify [<folder>] [<options>]",
    discussion: """
      Exit code 65 when the current run of a period differs from its data package: make it again \
      with 'run --force'. Two things are reported without changing the exit code: damage in a \
      replaced run, and a 'latest' that a killed run did not move (it shows a complete run, and the \
      next run moves it).
      """)

  @ArgumentParser.Argument(
    help: ArgumentHelp("The output folder. Default: the configured one.", valueName: "folder"))
  var folder: String?
  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var folder: String
    var runs: Int
    var findings: [String]
    var in_replaced_runs: [String]
    var latest: [String]
    var not_held_off: [String]
  }

  func run() throws {
    let settings = try common.settings()
    let output = folder ?? settings.output
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(output)/.")
    guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
      throw ValidationError("there is no output folder \(output)")
    }
    let published = PublishedReports(output: output)
    let shown = try published.reports().flatMap { report in
      try published.periods(of: report).compactMap(\.run).map { "/\(report)/.runs/\($0)" }
    }
    let (definitions, _) = ReportCatalogue.read(folder: settings.definitionsFolder)
    let all = try Verification(output: output, of: definitions.withEditions).findings()
    // A finding inside a run's folder that no period shows any more is history.
    let replaced = all.filter { finding in
      finding.kind != .notHeldOff && finding.path.contains("/.runs/")
        && !shown.contains { finding.path.contains($0) }
    }
    let behind = all.filter { $0.kind == .wrongLatest || $0.kind == .missingEdition }
    let unsure = all.filter { $0.kind == .notHeldOff }
    let findings = all.filter { !(replaced + behind + unsure).contains($0) }
    let runs = try published.reports().map { try published.runs(of: $0).count }.reduce(0, +)
    if common.json {
      try Terminal.print(
        json: Document(
          folder: output, runs: runs, findings: findings.map(\.description),
          in_replaced_runs: replaced.map(\.description), latest: behind.map(\.description),
          not_held_off: unsure.map(\.description)))
    } else {
      for finding in findings { Terminal.error(finding.description) }
      for finding in unsure { Terminal.note("not certain: \(finding.description)") }
      if !common.quiet {
        for finding in behind { Terminal.note("the next run fixes this: \(finding.description)") }
        for finding in replaced { Terminal.note("in a replaced run: \(finding.description)") }
      }
      if !common.quiet {
        Terminal.print(
          "\(runs) runs in \(output): "
            + (findings.isEmpty ? "all intact" : "\(findings.count) differences"))
      }
    }
    if !findings.isEmpty { throw ExitCode(ExitStatus.Code.dataCheck) }
  }
}
