import Foundation
import HTTPTypes
import HummingbirdTesting
import SiteSettings
import StateStore
import Testing

@testable import ReportSite

/// A site whose state is taken away while it runs.
@Suite struct LostStateTests {
  private static let decision = "\(ReviewAPI.path)/1/decision"
  private static let json = #"{"decision":"approve","quantity":"36","reason":"fair"}"#

  private func decide(
    _ site: SiteClient, _ anna: SiteClient.Person, version: Int
  ) async throws -> HTTPResponse.Status {
    try await site.send(Self.decision, Self.json, as: anna, headers: [.ifMatch: "\"\(version)\""])
      .status
  }

  @Test(arguments: [true, false])
  func `nothing is decided without the state, and all of it is there when it is back`(
    _ isFolder: Bool
  ) async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview, .reportsRead])
      _ = try await site.get(ReviewAPI.path, as: anna)
      #expect(try await decide(site, anna, version: 1) == .ok)
      #expect(try await site.get("/readyz").status == .ok)
      let files = FileManager.default
      let state = "\(sample.folder)/state" + (isFolder ? "" : "/state.sqlite")
      try files.moveItem(atPath: state, toPath: "\(sample.folder)/away")
      #expect(try await decide(site, anna, version: 2) == .serviceUnavailable)
      for path in [ReviewAPI.path, "/review"] {
        let answer = try await site.get(path, as: anna)
        #expect(answer.status == .serviceUnavailable)
        #expect(!answer.text.contains(sample.folder) && !answer.text.contains("state.sqlite"))
      }
      let ready = try await site.get("/readyz")
      #expect(ready.status == .serviceUnavailable && ready.text.contains("the state"))
      #expect(!files.fileExists(atPath: state))
      try files.moveItem(atPath: "\(sample.folder)/away", toPath: state)
      #expect(try await decide(site, anna, version: 1) == .preconditionFailed)
      #expect(try await site.get("\(ReviewAPI.path)/1", as: anna).headers[.eTag] == "\"2\"")
      #expect(try await site.get("/readyz").status == .ok)
    }
  }

  @Test(arguments: [false, true])
  func `an output folder that belongs to another state is not taken over`(
    _ isLink: Bool
  ) async throws {
    try await withReviewSite { site, sample in
      let (anna, files) = (SiteClient.Person(site.site), FileManager.default)
      _ = try await site.get("/review", as: anna)
      #expect(try await decide(site, anna, version: 1) == .ok)
      let (own, other) = ("\(sample.folder)/own", "\(sample.folder)/foreign")
      try files.copyItem(atPath: sample.output, toPath: other)
      try StatePlace(folder: "\(sample.folder)/another", output: other)
        .begin(acceptingLoss: true).close()
      try files.moveItem(atPath: sample.output, toPath: own)
      if isLink {
        try files.createSymbolicLink(atPath: sample.output, withDestinationPath: other)
      } else {
        try files.moveItem(atPath: other, toPath: sample.output)
      }
      #expect(try await site.get("/readyz").status == .serviceUnavailable)
      #expect(try await site.get("/review", as: anna).status == .serviceUnavailable)
      #expect(try await decide(site, anna, version: 2) == .serviceUnavailable)
      try files.removeItem(atPath: sample.output)
      try files.moveItem(atPath: own, toPath: sample.output)
      #expect(try await site.get("/readyz").status == .ok)
      #expect(try await decide(site, anna, version: 2) == .ok)
    }
  }

  @Test func `a look makes nothing`() async throws {
    let folder = NSTemporaryDirectory() + "fresh-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var settings = SiteSettings.forTests(output: folder + "/out")
    settings.state = folder + "/state"
    try await withSite(settings) { site in
      let anna = SiteClient.Person(site.site)
      for path in ["/", "/reports", "/alerts", "/readyz", "/api/inventory/reports"] {
        _ = try await site.get(path, as: anna)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `where the state lies is for the log alone`() async throws {
    let folder = NSTemporaryDirectory() + "lost-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/state", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(repeating: 0x41, count: 8_192).write(
      to: URL(fileURLWithPath: "\(folder)/state/state.sqlite"))
    var settings = SiteSettings.forTests(output: folder)
    settings.state = folder + "/state"
    try await withSite(settings) { site in
      let page = try await site.get("/", as: .init(site.site, [.reportsRead])).text
      #expect(page.contains("The state database cannot be read"))
      #expect(!page.contains(folder))
    }
  }
}
