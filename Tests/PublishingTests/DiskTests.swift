import Files
import Foundation
import TestSupport
import Testing

@testable import Publishing

struct DiskTests {
  /// Writes until nothing more fits.
  private static func fill(_ path: String) throws(PublishingError) {
    let file = try OpenFile(path, for: .creating)
    while true { try file.write([UInt8](repeating: 32, count: 4096)) }
  }

  private func error(_ output: String) throws -> PublishingError {
    try #require(
      #expect(throws: PublishingError.self) {
        _ = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
      })
  }

  @Test func `a folder that cannot exist`() throws {
    let error = try error("/proc/reports")
    #expect(error.cause == .noSuchFolder)
    #expect(error.isCannotWrite)
    #expect(
      error.description
        == "cannot create the folder /proc/reports: No such file or directory; "
        + "create the folder or choose another output folder")
  }

  @Test func `a file where the folder should be`() throws {
    try withTemporaryFolder { base in
      try Data().write(to: URL(fileURLWithPath: base + "/out"))
      let error = try error(base + "/out")
      #expect(error.cause == .noSuchFolder)
      #expect(error.errorNumber == ENOTDIR)
      #expect(error.path == "\(base)/out/\(SampleReport.name)/.runs")
    }
  }

  @Test func `no permission`() async throws {
    try await withTemporaryFolder { base in
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: base)
      await #expect(processExitsWith: .exitCode(73)) { [base = base as String] in
        // Permissions do not bind root: become somebody else.
        if geteuid() == 0 { setuid(65_534) }
        do {
          _ = try RunFolder(
            output: base + "/out", report: SampleReport.name, id: SampleRun.id(0))
        } catch let error as PublishingError {
          let expected = "cannot create the folder \(base)/out: Permission denied; "
          if error.cause == .permissionDenied, error.isCannotWrite,
            error.description.hasPrefix(expected)
          {
            exit(73)
          }
        }
        exit(1)
      }
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: base)
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
  func `a read-only file system`() throws {
    try withTemporaryFolder { base in
      try SmallDisk.mounted(on: base, options: "size=1m") { output in
        let former = try SampleRun(context: SampleReport.context("2026-11-20")).publish(
          to: output, id: SampleRun.id(0))
        try SmallDisk.makeReadOnly(output)
        let error = try error(output)
        #expect(error.cause == .readOnly)
        #expect(error.isCannotWrite)
        #expect(error.description.contains("Read-only file system; mount it writable"))
        #expect(try PublishedReports(output: output).latest(of: SampleReport.name) != nil)
        // Looking on needs no right to write.
        #expect(try Verification(output: output).findings() == [])
        #expect(try PublishedRun(folder: former.folder).package == former.package)
      }
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
  func `a full disk leaves the former run and nothing of the new one`() throws {
    try withTemporaryFolder { base in
      try SmallDisk.mounted(on: base, options: "size=128k") { output in
        let former = try SampleRun(context: SampleReport.context("2026-11-20")).publish(
          to: output, id: SampleRun.id(0))
        let sample = SampleRun(context: try SampleReport.context("2026-11-20"), mark: "new")
        let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(1))
        try sample.write(into: folder)
        // Whatever is free is taken, so that the manifest finds no room.
        let filler = output + "/filler"
        #expect(throws: PublishingError.self) { try Self.fill(filler) }
        let error = #expect(throws: PublishingError.self) {
          try folder.publish(sample.publication)
        }
        #expect(error?.cause == .noSpace)
        #expect(error?.isCannotWrite == true)
        #expect(error?.path == "\(folder.path)/datapackage.json")
        #expect(error?.cleanupFailure == nil)
        #expect(try FileSystem.names(in: folder.report.runs) == [".lock", former.id.text])
        #expect(try Verification(output: output).findings() == [])
        #expect(
          try PublishedReports(output: output).latest(of: SampleReport.name)?.id == former.id)
        // With room again, the same period is published.
        try FileSystem.remove(filler)
        try sample.publish(to: output, id: SampleRun.id(2))
        #expect(try Verification(output: output).findings() == [])
      }
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
  func `no inode left`() throws {
    try withTemporaryFolder { base in
      try SmallDisk.mounted(on: base, options: "size=128k,nr_inodes=3") { output in
        let error = try error(output)
        #expect(error.cause == .noSpace)
      }
    }
  }

  @Test func `a folder where a link should be is not replaced`() throws {
    try withTemporaryFolder { output in
      let link = "\(output)/\(SampleReport.name)/2026-11-21"
      try FileSystem.makeFolders(link)
      let error = #expect(throws: PublishingError.self) {
        try SampleRun(context: SampleReport.context("2026-11-21")).publish(
          to: output, id: SampleRun.id(0))
      }
      #expect(error?.cause == .inTheWay)
      #expect(error?.path == link)
      #expect(try PublishedReports(output: output).runs(of: SampleReport.name) == [])
      #expect(try FileSystem.kind(of: link) == .folder)
    }
  }
}
