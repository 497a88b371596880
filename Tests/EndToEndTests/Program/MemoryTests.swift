import Foundation
import Testing
import TestServers
import TestSupport

/// Stock that is more than `--memory`.
struct MemoryTests {
  private static let words = [
    "run", "--all", "--date", "2020-01-02", "--memory", "4KiB", "--log-format", "json",
    "--log-level", "info",
  ]

  private func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `what is beyond the limit lies in files, and the log says so once`() throws {
    try Workplace.lend { place in
      try withTemporaryFolder { folder in
        place.environment["TMPDIR"] = folder
        let outcome = try place.run(Self.words)
        #expect(outcome.code == 0)
        let told = try lines(outcome.errors).filter { $0["bytes_in_files"] != nil }
        #expect(told.count == 1)
        #expect(told.first?["folder"] as? String == folder)
        #expect(told.first?["bytes_in_files"] as? Int ?? 0 > 0)
        #expect(told.first?["bytes_in_memory"] as? Int ?? .max <= 4_096)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      }
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
  func `where the files have no room the run is made in memory, with a warning`() throws {
    try Workplace.lend { place in
      try withTemporaryFolder { folder in
        try SmallDisk.mounted(on: folder + "/disk", options: "size=8k") { disk in
          place.environment["TMPDIR"] = disk
          let outcome = try place.run(Self.words)
          #expect(outcome.code == 0)
          let warnings = try lines(outcome.errors).filter { $0["level"] as? String == "warning" }
            .compactMap { $0["msg"] as? String }.filter { $0.contains("report.memory") }
          #expect(warnings.count == 1, "\(outcome.errors)")
          #expect(warnings.first?.contains("\(disk): No space left on device") == true)
          #expect(warnings.first?.contains("TMPDIR") == true)
        }
      }
    }
  }
}
