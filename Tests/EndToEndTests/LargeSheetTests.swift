import Demo
import Foundation
import JobRunner
import Reports
import ReportWriters
import Testing
import TestServers
import TestSupport
import Values

/// More rows than a sheet holds; slow, so only when asked for.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SLOW_TESTS"] != nil, "make test-slow"))
struct LargeSheetTests {
  private static let definition = """
    title: Large
    audience: Tests
    description: Many rows.
    schedule: manual
    tables:
      - key: numbers
        title: Numbers
        query: numbers.sql
        columns:
          - {key: n, type: integer, title: N, meaning: A number., total: true}
          - {key: name, type: text, title: Name, meaning: Its name.}
    """

  @Test(.timeLimit(.minutes(15)))
  func `a row too many for a sheet begins a second one`() throws {
    let rows = 1_048_577
    try withTemporaryFolder { folder in
      let report = folder + "/reports/large"
      try FileManager.default.createDirectory(atPath: report, withIntermediateDirectories: true)
      try Self.definition.write(toFile: report + "/report.yml", atomically: true, encoding: .utf8)
      try "SELECT n, 'row ' || n AS name FROM generate_series(1::bigint, \(rows)) n ORDER BY n;"
        .write(toFile: report + "/numbers.sql", atomically: true, encoding: .utf8)
      var request = try RunRequest(
        try ReportCatalogue.load(folder: folder + "/reports"), output: folder + "/out",
        zone: "UTC", now: Instant(iso: "2026-11-22T02:00:00Z"))
      request.formats = [.xlsx]
      let database = try TestDatabase(InventorySchema.all)
      let clock = ContinuousClock()
      let begun = clock.now
      let run = try #require(try request.publish(on: database.settings)["large"])
      print("\(rows) rows: \(clock.now - begun), peak memory \(try Self.peakMemory())")
      let file = try #require(
        try FileManager.default.contentsOfDirectory(atPath: run).first { $0.hasSuffix(".xlsx") })
      let found = try Program.run(
        TestPython.path, ["-c", Self.counting, "\(run)/\(file)"])
      #expect(found.code == 0, "\(found.errors)")
      #expect(found.output == "[1048572, 5], sum \(rows * (rows + 1) / 2)\n")
    }
  }

  private static func peakMemory() throws -> String {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    return String(status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? "unknown")
  }

  /// Counts the numbers of each sheet that is not Summary, Checks or About.
  private static let counting = """
    import re, sys, zipfile
    book = zipfile.ZipFile(sys.argv[1])
    names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
    counts, total = [], 0
    for number, name in enumerate(names, 1):
        if not name.startswith("Numbers"):
            continue
        text = book.read(f"xl/worksheets/sheet{number}.xml").decode()
        cells = re.findall(r'<c r="A\\d+"[^>]*?><v>(\\d+)</v></c>', text)
        counts.append(len(cells))
        total += sum(map(int, cells))
    print(f"{counts}, sum {total}")
    """
}
