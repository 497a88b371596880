package import Foundation
package import Reports
import TestSupport
package import Testing
package import Values
import Yams

/// The recomputation in `Tests/Reference`, which shares no code with the program.
package enum Reference {
  /// Runs a script of the reference; what it prints is the failure's text.
  package static func expectAgreement(
    _ script: String, _ arguments: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Program.run(
      TestPython.path, ["\(Places.reference)/\(script)"] + arguments,
      environment: ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"])
    // The verdicts that differ, with the sentences below them.
    let lines = outcome.output.split(separator: "\n").filter { !$0.hasPrefix("ok ") }
    #expect(
      outcome.code == 0, "\(lines.joined(separator: "\n"))\n\(outcome.errors)",
      sourceLocation: sourceLocation)
  }

  /// A reorder policy as JSON, each value the text that the YAML has.
  package static func json(yaml: String) throws -> Data {
    guard let node = try Yams.compose(yaml: yaml) else { return Data("{}".utf8) }
    return try JSONSerialization.data(withJSONObject: value(node))
  }

  private static func value(_ node: Node) -> Any {
    switch node {
    case .mapping(let mapping):
      Dictionary(uniqueKeysWithValues: mapping.map { ($0.string ?? "", value($1)) })
    case .sequence(let sequence):
      sequence.map { value($0) }
    default:
      node.scalar?.string ?? ""
    }
  }

  /// The arguments that ask the reference for what a run was asked for.
  package static func arguments(
    _ definition: ReportDefinition, parameters: [String: String], data: String, now: Instant,
    zone: String, policy: String, finance: String, prices: String, published: String
  ) throws -> [String] {
    var words = [
      definition.name, data, "--now", now.description, "--time-zone", zone, "--published",
      published, "--policy", policy, "--finance-policy", finance, "--prices", prices,
    ]
    var dates = parameters.filter { ["date", "from", "to", "compare_with"].contains($0.key) }
    if let from = dates["from"].flatMap({ Day($0) }), !definition.has(parameter: "from") {
      // A report of one date takes the last day, and a valuation compares with the day before all.
      dates["date"] = dates["to"]
      dates["compare_with"] = dates["compare_with"] ?? from.advanced(by: -1).description
      dates["from"] = nil
      dates["to"] = nil
    }
    if !definition.has(parameter: "date") { dates = [:] }
    for (name, option) in [
      ("date", "--date"), ("from", "--from"), ("to", "--to"), ("compare_with", "--compare-with"),
    ] {
      if let text = dates[name] { words += [option, text] }
    }
    for (name, option) in [
      ("stores", "--stores"), ("suppliers", "--suppliers"), ("window", "--window"),
      ("idle_days", "--idle-days"),
    ] {
      guard let text = parameters[name], definition.has(parameter: name) else { continue }
      words += [option, text]
    }
    return words
  }
}
