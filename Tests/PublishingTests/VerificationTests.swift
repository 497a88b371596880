import Files
import Foundation
import TestSupport
import Testing

@testable import Publishing

struct VerificationTests {
  /// A way to spoil what is published, and the finding that it must give.
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kinds: [Finding.Kind]
    /// The end of the first finding's path.
    var path: String
    /// Spoils; gets the run's folder and the report's.
    var spoil: @Sendable (_ run: String, _ report: String) throws -> Void

    init(
      _ name: String, _ kinds: [Finding.Kind], _ path: String,
      _ spoil: @escaping @Sendable (_ run: String, _ report: String) throws -> Void
    ) {
      testDescription = name
      self.kinds = kinds
      self.path = path
      self.spoil = spoil
    }
  }

  private static let base = "inventory-valuation-2026-11-21"
  private static let csv = "\(base).detail.csv"

  /// Changes the bytes of a file.
  private static func edit(_ path: String, _ change: (inout Data) -> Void) throws {
    let url = URL(fileURLWithPath: path)
    var data = try Data(contentsOf: url)
    change(&data)
    try data.write(to: url)
  }

  private static func replaceLink(_ path: String, with target: String) throws {
    try FileSystem.remove(path)
    try FileSystem.link(path, to: target)
  }

  static let damages: [Damage] = [
    Damage("missing file", [.missing], csv) { run, _ in try FileSystem.remove("\(run)/\(csv)") },
    Damage("empty file", [.empty], "\(base).json") { run, _ in
      try edit("\(run)/\(base).json") { $0 = Data() }
    },
    Damage("one byte more", [.wrongSize], "\(base).json") { run, _ in
      try edit("\(run)/\(base).json") { $0.append(32) }
    },
    Damage("one flipped bit", [.wrongHash], "\(base).xlsx") { run, _ in
      try edit("\(run)/\(base).xlsx") { $0[1] ^= 1 }
    },
    Damage("truncated CSV", [.wrongSize, .wrongRows], csv) { run, _ in
      try edit("\(run)/\(csv)") { $0 = $0.dropLast(SampleReport.rows[2].utf8.count) }
    },
    Damage("a line break made a space", [.wrongHash, .wrongRows], csv) { run, _ in
      try edit("\(run)/\(csv)") {
        $0[$0.count - 1] = 32; $0[SampleReport.header.utf8.count - 1] = 32
      }
    },
    Damage("a folder instead of a file", [.unreadable], csv) { run, _ in
      try FileSystem.remove("\(run)/\(csv)")
      try FileSystem.makeFolder("\(run)/\(csv)")
    },
    Damage("extra file", [.unlisted], "notes.txt") { run, _ in
      try Data("x".utf8).write(to: URL(fileURLWithPath: "\(run)/notes.txt"))
    },
    Damage("lock file left", [.unlisted], ".lock") { run, _ in
      try Data().write(to: URL(fileURLWithPath: "\(run)/.lock"))
    },
    Damage("no manifest", [.wrongLatest, .unreadableManifest], "latest") { run, _ in
      try FileSystem.remove("\(run)/datapackage.json")
    },
    Damage("cut manifest", [.wrongLatest, .unreadableManifest], "latest") { run, _ in
      try edit("\(run)/datapackage.json") { $0 = $0.dropLast(20) }
    },
    Damage("manifest of somebody else", [.wrongLatest, .unreadableManifest], "latest") { run, _ in
      try edit("\(run)/datapackage.json") { $0 = Data(#"{"name":"x","resources":[]}"#.utf8) }
    },
    Damage("manifest that leads out", [.wrongLatest, .unreadableManifest], "latest") { run, _ in
      try edit("\(run)/datapackage.json") {
        let text = String(decoding: $0, as: UTF8.self)
        $0 = Data(text.replacingOccurrences(of: "\"\(csv)\"", with: "\"../../x.csv\"").utf8)
      }
    },
    Damage("manifest of another run", [.foreignManifest], "datapackage.json") { run, _ in
      try edit("\(run)/datapackage.json") {
        let text = String(decoding: $0, as: UTF8.self)
        $0 = Data(text.replacingOccurrences(of: "Z-000000", with: "Z-000001").utf8)
      }
    },
    Damage("a lost row in the manifest", [.wrongRows], csv) { run, _ in
      try edit("\(run)/datapackage.json") {
        let text = String(decoding: $0, as: UTF8.self)
        $0 = Data(text.replacingOccurrences(of: "\"rows\" : 3,", with: "\"rows\" : 4,").utf8)
      }
    },
    Damage("broken period link", [.brokenLink], "2026-11-21") { _, report in
      try replaceLink("\(report)/2026-11-21", with: ".runs/20200101T000000Z-000000")
    },
    Damage("period link out of the folder", [.wrongLink], "2026-11-21") { run, report in
      try replaceLink("\(report)/2026-11-21", with: run)
    },
    Damage("period link to another period's run", [.foreignManifest], "2026-11-19") { run, report in
      let id = run.split(separator: "/").last.map(String.init) ?? ""
      try FileSystem.link("\(report)/2026-11-19", to: ".runs/\(id)")
    },
    Damage("a folder for a period", [.wrongLink], "2026-11-19") { _, report in
      try FileSystem.makeFolder("\(report)/2026-11-19")
    },
    Damage("no latest", [.wrongLatest], "latest") { _, report in
      try FileSystem.remove("\(report)/latest")
    },
    Damage("broken latest", [.brokenLink], "latest") { _, report in
      try replaceLink("\(report)/latest", with: "2026-11-30")
    },
    Damage("latest is an older period", [.wrongLatest], "latest") { _, report in
      try replaceLink("\(report)/latest", with: "2026-11-20")
    },
    Damage("latest leads out", [.wrongLink], "latest") { _, report in
      try replaceLink("\(report)/latest", with: "../..")
    },
    Damage("a stray file beside the periods", [.unlisted], "report.xlsx") { _, report in
      try Data().write(to: URL(fileURLWithPath: "\(report)/report.xlsx"))
    },
    Damage("a stray folder among the runs", [.unlisted], "copy") { _, report in
      try FileSystem.makeFolder("\(report)/.runs/copy")
    },
  ]

  @Test(arguments: damages)
  func `damage is found and named`(_ damage: Damage) throws {
    try withTemporaryFolder { output in
      try SampleRun(context: SampleReport.context("2026-11-20")).publish(
        to: output, id: SampleRun.id(0))
      let run = try SampleRun(context: SampleReport.context("2026-11-21")).publish(
        to: output, id: SampleRun.id(1))
      #expect(try Verification(output: output).findings() == [])
      try damage.spoil(run.folder, "\(output)/\(SampleReport.name)")
      let findings = try Verification(output: output).findings()
      #expect(Set(findings.map(\.kind)) == Set(damage.kinds), "\(findings)")
      #expect(findings.first?.path.hasSuffix("/" + damage.path) == true, "\(findings)")
      #expect(findings.allSatisfy { "\($0)".hasPrefix($0.path + ": ") })
    }
  }

  @Test func `former runs are verified too`() throws {
    try withTemporaryFolder { output in
      let former = try SampleRun(context: SampleReport.context("2026-11-21")).publish(
        to: output, id: SampleRun.id(0))
      try SampleRun(context: SampleReport.context("2026-11-21")).publish(
        to: output, id: SampleRun.id(1))
      try Self.edit("\(former.folder)/\(Self.csv)") { $0[0] ^= 1 }
      #expect(try Verification(output: output).findings().map(\.kind) == [.wrongHash])
    }
  }
}
