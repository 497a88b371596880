import Files
import Foundation
import Synchronization
import TestSupport
import Testing
import Values

@testable import Publishing

struct ConcurrencyTests {
  /// Four writers publish, each its own ids; two readers look on and a sweeper sweeps meanwhile.
  @Test func `runs that publish at once leave whole periods and the right latest`() throws {
    try withTemporaryFolder { output in
      let days = ["2026-11-20", "2026-11-21", "2026-11-21", "2026-11-22"]
      try SampleRun(context: SampleReport.context("2026-11-21"), mark: "first").publish(
        to: output, id: SampleRun.id(0))
      let failures = Mutex<[String]>([])
      let running = Atomic(4)
      DispatchQueue.concurrentPerform(iterations: 7) { worker in
        do {
          if worker < 4 {
            defer { running.subtract(1, ordering: .relaxed) }
            for round in 1...10 {
              try SampleRun(context: SampleReport.context(days[worker]), mark: "\(worker)").publish(
                to: output, id: SampleRun.id(worker * 10 + round))
            }
          } else {
            repeat {
              if worker == 4 {
                try ReportFolder.sweep(output: output)
              } else {
                try look(output, failures: failures)
              }
            } while running.load(ordering: .relaxed) > 0
          }
        } catch {
          failures.withLock { $0.append("worker \(worker): \(error)") }
        }
      }
      #expect(failures.withLock { $0 } == [])
      let reports = PublishedReports(output: output)
      #expect(try reports.runs(of: SampleReport.name).count == 41)
      #expect(try reports.periods(of: SampleReport.name).map(\.name.text) == Set(days).sorted())
      #expect(try reports.latest(of: SampleReport.name)?.facts.period.to == Day("2026-11-22"))
      #expect(try Verification(output: output).findings() == [])
    }
  }

  /// The period that was published first must be there, and whole, at every moment.
  private func look(_ output: String, failures: borrowing Mutex<[String]>) throws {
    let reports = PublishedReports(output: output)
    let period = try #require(PeriodFolderName("2026-11-21"))
    guard let run = try reports.current(period, of: SampleReport.name) else {
      failures.withLock { $0.append("the period is gone") }
      return
    }
    for resource in run.package.resources
    where try FileDigest(run.path(of: resource)).hash != resource.hash {
      failures.withLock { $0.append("\(resource.path) is not whole") }
    }
    for finding in try Verification(output: output).findings() {
      failures.withLock { $0.append("\(finding)") }
    }
  }

  @Test func `two processes may write runs of one report at the same time`() async throws {
    try await withTemporaryFolder { output in
      let sample = SampleRun(context: try SampleReport.context("2026-11-21"), mark: "here")
      let folder = try RunFolder(output: output, report: SampleReport.name, id: SampleRun.id(0))
      try sample.write(into: folder)
      await #expect(processExitsWith: .success) { [output = output as String] in
        try SampleRun(context: SampleReport.context("2026-11-21"), mark: "there").publish(
          to: output, id: SampleRun.id(1))
      }
      try folder.publish(sample.publication)
      let reports = PublishedReports(output: output)
      // The last to publish is shown, whenever it started.
      #expect(try reports.latest(of: SampleReport.name)?.id == SampleRun.id(0))
      #expect(try reports.runs(of: SampleReport.name).count == 2)
      #expect(try Verification(output: output).findings() == [])
    }
  }

  @Test func `from the last sync of the folder to the last link no other run gets between`()
    throws
  {
    try withTemporaryFolder { output in
      let lock = "\(output)/\(SampleReport.name)/.runs/.lock"
      var free: [PublishStep] = []
      try SampleRun(context: SampleReport.context("2026-11-21")).publish(
        to: output, id: SampleRun.id(0)
      ) { step throws(PublishingError) in
        let file = try OpenFile(lock, for: .lockingExisting)
        if try file.lock(.exclusive) { free.append(step) }
      }
      #expect(free == [.filesSynced, .manifestWritten, .manifestSynced])
    }
  }

  @Test func `a folder does not appear while a sweep looks on`() throws {
    try withTemporaryFolder { output in
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      try FileSystem.makeFolders(folder.runs)
      let started = DispatchSemaphore(value: 0)
      let ended = DispatchSemaphore(value: 0)
      var waited = false
      try folder.locked { () throws(PublishingError) in
        Thread {
          started.signal()
          let run = try? RunFolder(
            output: output, report: SampleReport.name, id: SampleRun.id(0))
          try? run?.discard()
          ended.signal()
        }.start()
        started.wait()
        waited = ended.wait(timeout: .now() + 0.2) == .timedOut
        let names = try FileSystem.names(in: folder.runs)
        #expect(names == [".lock"])
      }
      #expect(waited)
      if waited { ended.wait() }
    }
  }

  @Test func `who holds a short lock for too long is named, and nobody waits for ever`()
    throws
  {
    try withTemporaryFolder { output in
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      try FileSystem.makeFolders(folder.runs)
      try folder.locked { () throws(PublishingError) in
        let error = #expect(throws: PublishingError.self) {
          try folder.locked(waiting: .milliseconds(50)) { () throws(PublishingError) in }
        }
        #expect(error?.cause == .busy && error?.isCannotWrite == false)
        #expect(error?.description.contains("fuser \(folder.runs)/.lock") == true)
      }
    }
  }

  @Test func `nobody else can open a lock, nor one that an older version left open to all`()
    throws
  {
    try withTemporaryFolder { output in
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      try FileSystem.makeFolders(folder.runs)
      let files = FileManager.default
      _ = files.createFile(
        atPath: folder.runs + "/.lock", contents: nil, attributes: [.posixPermissions: 0o644])
      let lock = try RunLock(output: output, report: SampleReport.name, holder: "this")
      try folder.locked { () throws(PublishingError) in }
      for name in [".lock", ".lock-run"] {
        let mode = try files.attributesOfItem(atPath: "\(folder.runs)/\(name)")[.posixPermissions]
        #expect(mode as? Int == 0o600, "\(name)")
      }
      #expect(lock != nil)
    }
  }
}
