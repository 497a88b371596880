import Files
import Foundation
import Reports
import Synchronization
import TestSupport
import Testing

@testable import Publishing

struct PublishTests {
  private let day = "2026-11-21"

  @Test func `a published run is complete, linked and verified`() throws {
    try withTemporaryFolder { base in
      let output = base + "/a/b"
      let run = try SampleRun(context: SampleReport.context(day)).publish(
        to: output, id: SampleRun.id(0))
      let reports = PublishedReports(output: output)
      #expect(try reports.reports() == [SampleReport.name])
      #expect(try reports.runs(of: SampleReport.name) == [run.id])
      #expect(try reports.latest(of: SampleReport.name)?.id == run.id)
      #expect(try reports.latest(of: SampleReport.name)?.package == run.package)
      #expect(try reports.periods(of: SampleReport.name).map(\.run) == [run.id])
      #expect(try Verification(output: output).findings() == [])

      let folder = try ReportFolder(output: output, report: SampleReport.name)
      let target = try FileSystem.linkTarget(folder.path + "/" + day)
      #expect(target == ".runs/20261122T013000Z-\(run.id.text.suffix(6))")
      #expect(try FileSystem.linkTarget(folder.latestLink) == day)
      #expect(try FileSystem.names(in: folder.path) == [".runs", day, "latest"])
      #expect(try FileSystem.names(in: folder.runs) == [".lock", run.id.text])
      #expect(try FileSystem.names(in: folder.run(run.id)).count == 6)
      let mode = try FileManager.default.attributesOfItem(atPath: folder.run(run.id))
      #expect((mode[.posixPermissions] as? Int).map { $0 & 0o022 } == 0)
    }
  }

  @Test func `nothing is visible while a run writes`() throws {
    try withTemporaryFolder { output in
      let sample = SampleRun(context: try SampleReport.context(day))
      let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
      try sample.write(into: folder)
      #expect(try PublishedReports(output: output).periods(of: SampleReport.name) == [])
      #expect(try PublishedReports(output: output).runs(of: SampleReport.name) == [])
      #expect(try Verification(output: output).findings() == [])
      try folder.discard()
      try folder.discard()
      #expect(try FileSystem.names(in: folder.report.runs) == [".lock"])
    }
  }

  @Test func `a folder that is given up is removed`() throws {
    try withTemporaryFolder { output in
      func giveUp() throws {
        let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
        try SampleRun(context: try SampleReport.context(day)).write(into: folder)
      }
      try giveUp()
      #expect(try FileSystem.names(in: output + "/\(SampleReport.name)/.runs") == [".lock"])
    }
  }

  @Test func `the publication lists what is in the folder, no more and no less`() throws {
    try withTemporaryFolder { output in
      let sample = SampleRun(context: try SampleReport.context(day))
      func cause(
        _ change: (RunFolder, inout Publication) throws -> Void
      ) throws -> PublishingError.Cause? {
        let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
        try sample.write(into: folder)
        var publication = sample.publication
        try change(folder, &publication)
        return #expect(throws: PublishingError.self) { try folder.publish(publication) }?.cause
      }
      #expect(
        try cause { folder, _ in
          try Data().write(to: URL(fileURLWithPath: folder.path + "/more.csv"))
        } == .unlistedFile)
      #expect(
        try cause { folder, _ in
          try FileSystem.remove(folder.path(of: sample.files[0]))
        } == .missingFile)
      #expect(
        try cause { _, publication in publication.files.append(sample.files[0]) }
          == .missingFile)
      #expect(
        try cause { _, publication in
          publication.files[0].name = "../x.csv"
        } == .illegalName)
      #expect(try cause { _, publication in publication.summaries[0].rows = 4 } == .wrongRowCount)
      #expect(try FileSystem.names(in: "\(output)/\(SampleReport.name)/.runs") == [".lock"])
    }
  }

  @Test(arguments: ["", "..", "a/b", ".hidden", "a b", "é"])
  func `a report's name is no way out of the output folder`(_ name: String) throws {
    try withTemporaryFolder { output in
      let error = #expect(throws: PublishingError.self) {
        _ = try RunFolder(output: output, report: name, id: SampleRun.id(0))
      }
      #expect(error?.cause == .illegalName)
      #expect(error?.isCannotWrite == false)
      let names = try FileSystem.names(in: output)
      #expect(names == [])
    }
  }

  @Test func `an id is used once`() throws {
    try withTemporaryFolder { output in
      let sample = SampleRun(context: try SampleReport.context(day))
      let run = try sample.publish(to: output, id: SampleRun.id(0))
      let error = #expect(throws: PublishingError.self) {
        try SampleRun(context: sample.context, mark: "other").publish(
          to: output, id: SampleRun.id(0))
      }
      #expect(error?.cause == .inTheWay)
      #expect(try PublishedReports(output: output).latest(of: SampleReport.name) != nil)
      #expect(try PublishedRun(folder: run.folder).package == run.package)
      #expect(try Verification(output: output).findings() == [])
    }
  }
}
