import Foundation
import JobRunner
import Publishing
import Reports
import ReportWriters
import Testing
import TestServers
import TestSupport

/// Each report's example, found by the report's folder: what it gives must be what its author
/// worked out by hand.
struct GoldenTests {
  /// Set, the expected files are rewritten with what the reports give, and the tests fail.
  private static let isRecording =
    ProcessInfo.processInfo.environment["RECORD_EXAMPLES"].map { !$0.isEmpty } ?? false

  private static let reports: [ReportDefinition] = (try? Places.catalogue.get()) ?? []

  @Test func `the definitions load`() throws {
    #expect(try !Places.catalogue.get().isEmpty)
  }

  @Test(arguments: reports.map(\.name))
  func `the example`(report: String) throws {
    let definition = try #require(Self.reports.first { $0.name == report })
    guard let example = try ReportExample.load(for: definition) else { return }
    try withTemporaryFolder { output in
      var request = try RunRequest(
        [definition], areNamed: true, output: output, zone: example.timeZone, now: example.now)
      try request.set(example.parameters)
      request.formats = [.csv]
      if let policy = example.policy { request.policy = policy }
      if let finance = example.finance { request.finance = finance }
      let database = try TestDatabase(given: example.givenFile)
      let state = try example.prices.map {
        try database.state(in: output + "/state", seen: SeenPrices($0))
      }
      request.register = output + "/state/register"
      for earlier in example.before {
        if let file = earlier.givenFile {
          try database.execute(try String(contentsOfFile: file, encoding: .utf8))
        }
        var former = request
        former.definitions = Self.reports.filter { $0.name == earlier.report }
        former.now = earlier.now
        former.dates = .lastCompleteDay
        _ = try former.publish(on: database.settings, state: state)
      }
      let folder = try #require(
        try request.publish(on: database.settings, state: state)[report])
      let run = try PublishedRun(folder: folder)
      for table in definition.tables {
        let expected = try #require(example.tableFiles[table.key])
        let resource = try #require(
          run.package.resources.first { $0.path.hasSuffix(".\(table.key).csv") })
        try compare(run.path(of: resource), with: expected)
      }
    }
  }

  private func compare(_ found: String, with expected: String) throws {
    let bytes = try Self.bytes(found)
    let records = try CSVReader.records(bytes)
    let wanted = try CSVReader.records(try Self.bytes(expected))
    let name = expected.dropFirst(Places.repository.count + 1)
    if Self.isRecording {
      try Self.record(records, over: wanted, to: expected)
      Issue.record("recorded \(name): read it over, then run again without RECORD_EXAMPLES")
      return
    }
    #expect(records.first == wanted.first, "columns of \(name)")
    #expect(records.count == wanted.count, "lines of \(name)")
    for (line, (record, want)) in zip(records, wanted).enumerated() {
      for (column, (cell, text)) in zip(record, want).enumerated() {
        let fits = text == "*" ? !cell.isEmpty : cell.utf8.elementsEqual(text.utf8)
        #expect(
          fits, "\(name), line \(line + 1), \(wanted[0][column]): expected '\(text)', is '\(cell)'")
      }
    }
    if !wanted.joined().contains("*") {
      #expect(bytes.elementsEqual(try Self.bytes(expected)), "bytes of \(name)")
    }
  }

  /// Writes the records; a column that had a `*` keeps it, since nobody relies on its words.
  private static func record(
    _ records: [[String]], over former: [[String]], to path: String
  ) throws {
    let free = Set(former.flatMap { row in row.indices.filter { row[$0] == "*" } })
    let text = records.enumerated().map { line, record in
      record.enumerated().map { column, cell in
        let kept = line > 0 && free.contains(column) && !cell.isEmpty ? "*" : cell
        guard kept.utf8.contains(where: { Array(",\"\r\n".utf8).contains($0) }) else { return kept }
        return "\"" + kept.replacing("\"", with: "\"\"") + "\""
      }.joined(separator: ",") + "\r\n"
    }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
