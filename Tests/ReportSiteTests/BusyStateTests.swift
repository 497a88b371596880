import Foundation
import HTTPTypes
import HummingbirdTesting
import SiteSettings
import StateStore
import Synchronization
import Testing
import Values

@testable import ReportSite

/// Another process that holds the state, as a job does while it writes.
private final class Holder: Sendable {
  private let release = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Holds the state of a folder until it is let go.
  init(_ folder: String) throws {
    let state = try StateDatabase(folder: folder)
    let held = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [release, ended] in
      try? state.changeAlerts { alerts in
        try alerts.finishRound(at: .now, watched: 0)
        held.signal()
        release.wait()
      }
      ended.signal()
    }
    held.wait()
  }

  func letGo() {
    release.signal()
    ended.wait()
  }
}

extension SiteClient {
  /// The lines of the newest run, once that has been taken over.
  ///
  /// It is a change, for which a slow machine may need more than the patience of a test.
  fileprivate func lines(with text: String, as person: Person) async throws -> String {
    var page = ""
    for _ in 0..<200 where !page.contains(text) {
      page = try await get("/review/lines", as: person).text
    }
    return page
  }
}

/// How many requests were answered.
private final class Answered: Sendable {
  let count = Atomic(0)
}

@Suite struct BusyStateTests {
  @Test func `Nobody but those who change something waits for a job that writes`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site)
      let alert = "product=tea&until=2999-01-01"
      _ = try await site.get("/review", as: anna)
      let holder = try Holder("\(sample.folder)/state")
      let done = Answered()
      try await withThrowingTaskGroup(of: Int.self) { group in
        for id in 1...2 {
          group.addTask {
            let answer = try await site.post(
              "/review/line/\(id)", "version=1&action=approve", as: anna)
            done.count.add(1, ordering: .relaxed)
            return answer.status.code
          }
        }
        group.addTask {
          let answer = try await site.post("/alerts/mutes", alert, as: anna)
          done.count.add(1, ordering: .relaxed)
          return answer.status.code
        }
        // All of it is answered while these wait, however long that takes.
        for path in [
          "/readyz", "/", "/alerts", "/review", "/review/line/1", "/review/trail.csv",
          "/download/reorder-suggestions/latest/suggestions.csv",
          "/api/inventory/reorder-suggestions?state=open",
        ] {
          #expect(try await site.get(path, as: anna).status == .ok, "\(path)")
        }
        #expect(done.count.load(ordering: .relaxed) == 0)
        holder.letGo()
        for try await status in group { #expect(status == 303) }
      }
      #expect(try await site.get("/review/line/1", as: anna).text.contains("Approved"))
    }
  }

  @Test func `Who waits too long to change something is asked to come again`() async throws {
    try await withReviewSite(patience: .milliseconds(50)) { site, sample in
      let anna = SiteClient.Person(site.site)
      #expect(try await site.lines(with: ">A ·", as: anna).contains(">A ·"))
      let holder = try Holder("\(sample.folder)/state")
      let path = "/api/inventory/reorder-suggestions/1/decision"
      let answer = try await site.send(
        path, #"{"decision":"approve"}"#, as: anna, headers: [.ifMatch: "\"1\""])
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.headers[.retryAfter] == "5")
      #expect(answer.text.contains(#""type":"/problems/busy""#))
      let page = try await site.post("/alerts/mutes/1/end", as: anna)
      #expect(page.status == .serviceUnavailable)
      // A new run is shown when it can be taken over; until then the former one is.
      try sample.publish("2026-11-21", [.init(sku: "C")])
      let old = try await site.get("/review/lines", as: anna).text
      #expect(old.contains("a newer run is published"))
      #expect(old.contains(">A ·") && !old.contains(">C ·"))
      holder.letGo()
      let new = try await site.lines(with: ">C ·", as: anna)
      #expect(!new.contains("a newer run is published"))
      #expect(new.contains(">C ·"))
    }
  }

  @Test func `A state is opened while a job writes`() async throws {
    try await withReviewSite(patience: .milliseconds(50)) { site, sample in
      _ = try StateDatabase(folder: "\(sample.folder)/state")
      let holder = try Holder("\(sample.folder)/state")
      defer { holder.letGo() }
      let ready = try await site.get("/readyz")
      #expect(ready.status == .ok, "\(ready.text)")
      #expect(try await site.get("/alerts", as: .init(site.site)).status == .ok)
    }
  }

  @Test func `A state that a change has to open keeps nobody waiting who looks`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site)
      // Without it, a change has to tie the state to the reports, and to wait for its turn to write.
      try FileManager.default.removeItem(atPath: "\(sample.output)/.state/belongs-to.json")
      let holder = try Holder("\(sample.folder)/state")
      let done = Answered()
      async let change = {
        let answer = try await site.send(
          "/api/inventory/reorder-suggestions/1/decision", #"{"decision":"approve"}"#, as: anna,
          headers: [.ifMatch: "\"1\""])
        done.count.add(1, ordering: .relaxed)
        return answer.status
      }()
      try await Task.sleep(for: .milliseconds(300))
      #expect(try await site.get("/readyz").status == .ok)
      #expect(done.count.load(ordering: .relaxed) == 0)
      holder.letGo()
      #expect(try await change == .ok)
    }
  }

  @Test func `The slowest page is far from waiting for a job that writes`() async throws {
    let pages = [
      "/readyz", "/", "/alerts", "/review", "/review/lines", "/review/line/1", "/review/trail",
      "/api/inventory/reorder-suggestions", "/reports/reorder-suggestions/latest",
    ]
    // Whoever waits for the job waits for half a minute, on a machine however busy.
    try await withReviewSite(pageWait: .milliseconds(20)) { site, sample in
      let anna = SiteClient.Person(site.site)
      _ = try await site.get("/review", as: anna)
      let holder = try Holder("\(sample.folder)/state")
      defer { holder.letGo() }
      // The review would take this run over.
      try sample.publish("2026-11-21", [.init(sku: "C")])
      for page in Array(repeating: pages, count: 3).flatMap(\.self) {
        let begin = ContinuousClock.now
        let answer = try await site.get(page, as: anna)
        #expect(answer.status.code < 400, "\(page)")
        let time = begin.duration(to: .now)
        try #require(time < .seconds(10), "\(page): \(time)")
      }
    }
  }
}
