import Files
import Foundation
import Reports
import TestSupport
import Testing

@testable import Publishing

struct SweepTests {
  @Test func `a living run is not touched, in this process or another`() async throws {
    try await withTemporaryFolder { output in
      let sample = SampleRun(context: try SampleReport.context("2026-11-21"))
      let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
      try sample.write(into: folder)
      #expect(try ReportFolder.sweep(output: output) == [])
      await #expect(processExitsWith: .exitCode(7)) { [output = output as String] in
        exit(try ReportFolder.sweep(output: output).isEmpty ? 7 : 1)
      }
      let run = try folder.publish(sample.publication)
      #expect(try ReportFolder.sweep(output: output) == [])
      #expect(try PublishedReports(output: output).latest(of: SampleReport.name)?.id == run.id)
    }
  }

  @Test func `the folder of a run killed while it wrote is removed`() async throws {
    try await withTemporaryFolder { output in
      await #expect(processExitsWith: .signal(SIGKILL)) { [output = output as String] in
        let sample = SampleRun(context: try SampleReport.context("2026-11-21"))
        let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
        try sample.write(into: folder)
        kill(getpid(), SIGKILL)
      }
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      #expect(try ReportFolder.sweep(output: output) == [folder.partial(SampleRun.id(0))])
      #expect(try FileSystem.names(in: folder.runs) == [".lock"])
      #expect(try ReportFolder.sweep(output: output) == [])
    }
  }

  @Test func `a folder whose owner died before it locked it is removed`() throws {
    try withTemporaryFolder { output in
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      try FileSystem.makeFolders(folder.partial(SampleRun.id(0)))
      try FileSystem.link(folder.path + "/.latest.x.link", to: "2026-11-21")
      #expect(try folder.sweep(ScheduledSeries(SampleReport.definition)).count == 2)
      #expect(try FileSystem.names(in: folder.path) == [".runs"])
    }
  }

  @Test func `what others put there stays`() throws {
    try withTemporaryFolder { output in
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      try FileSystem.makeFolders(folder.runs + "/.backup.partial")
      try FileSystem.makeFolders(folder.path + "/.notes.link")
      try FileSystem.makeFolders(output + "/other/.x.partial")
      #expect(try ReportFolder.sweep(output: output) == [])
      #expect(try FileSystem.kind(of: folder.runs + "/.backup.partial") == .folder)
      #expect(try FileSystem.kind(of: folder.path + "/.notes.link") == .folder)
    }
  }

  @Test func `an output folder that is not there has nothing to sweep`() throws {
    #expect(try ReportFolder.sweep(output: "/nonexistent/out") == [])
    #expect(try Verification(output: "/nonexistent/out").findings() == [])
  }
}
