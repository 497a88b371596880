import Foundation
import HTTPTypes
import HummingbirdTesting
import SiteSettings
import Testing
import Values

@testable import Publishing
@testable import ReportSite

@Suite struct ValuationTests {
  @Test func `A day that is not over has no valuation`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
      let today = calendar.day(of: .now)
      for day in [today, today.advanced(by: 1)] {
        let answer = try await site.get(
          "/api/inventory/reports/valuation?from=2020-01-01&to=\(day)", as: person)
        #expect(answer.status == .badRequest)
        #expect(answer.text.contains("a day that is over"))
      }
    }
  }

  @Test func `A run of another zone or in other money is another valuation`() throws {
    let output = NSTemporaryDirectory() + "valuations-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: output) }
    let sample = PublishedSample(output: output)
    let bangkok = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
    let asked = try ValuationRequest(FormValues("from=2020-01-02&to=2020-01-02"), scope: .all)
    for (currency, zone, isAnswer) in [
      ("THB", "Asia/Bangkok", true), ("EUR", "Asia/Bangkok", false), ("THB", "UTC", false),
    ] {
      let run = try sample.publish(
        "2020-01-02", currency: currency, zone: zone, comparedWith: "2020-01-01")
      try FileManager.default.removeItem(atPath: output)
      #expect(asked.isAnswered(by: run, in: bangkok, currency: "THB") == isAnswer)
    }
  }

  @Test func `What was made takes so much and lasts so long, and the newest stays`() throws {
    let path = NSTemporaryDirectory() + "valuations-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = ValuationFolder(path: path, most: 250, oldest: .seconds(60))
    let start = Date(timeIntervalSince1970: 2_000_000_000)
    #expect(try folder.sweep(at: start).isEmpty)
    func make(_ second: Double, bytes: Int) throws -> String {
      let place = folder.place(at: start.addingTimeInterval(second))
      try FileManager.default.createDirectory(
        atPath: "\(place)/a/b", withIntermediateDirectories: true)
      try Data(count: bytes).write(to: URL(fileURLWithPath: "\(place)/a/b/file"))
      return place
    }
    // A folder has a size of its own, which the file system tells: more than one fits in any case.
    let first = try make(0, bytes: 10)
    let size = try Self.size(of: first)
    let limited = ValuationFolder(path: path, most: 2 * size + 100, oldest: .seconds(60))
    let second = try make(1, bytes: 10)
    #expect(try limited.sweep(at: start.addingTimeInterval(2)).isEmpty)
    let third = try make(2, bytes: 1_000)
    #expect(try limited.sweep(at: start.addingTimeInterval(3)) == [second, first])
    #expect(FileManager.default.fileExists(atPath: third))
    // Alone it stays, however much it takes, until it is old.
    let small = ValuationFolder(path: path, most: 1, oldest: .seconds(60))
    #expect(try small.sweep(at: start.addingTimeInterval(60)).isEmpty)
    #expect(try small.sweep(at: start.addingTimeInterval(63)) == [third])
    // What is none of these goes, too.
    try FileManager.default.createDirectory(
      atPath: "\(path)/inventory-valuation", withIntermediateDirectories: true)
    #expect(try small.sweep(at: start) == ["\(path)/inventory-valuation"])
  }

  @Test func `What is too old goes while the site is served, and looking for it ends with it`()
    async throws
  {
    try await withSite { site in
      let folder = ValuationFolder(path: "\(site.site.settings.state)/site-valuations")
      let service = site.site.valuations
      let keeping = Task { await service.keepTidy(every: .milliseconds(5)) }
      for _ in 0..<2 {
        let old = folder.place(at: .now.addingTimeInterval(-7_200))
        try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
        while FileManager.default.fileExists(atPath: old) {
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      keeping.cancel()
      await keeping.value
    }
  }

  private static func size(of folder: String) throws -> Int {
    let found = try #require(FileManager.default.enumerator(atPath: folder))
    var bytes = 0
    while found.nextObject() != nil {
      bytes += (found.fileAttributes?[.size] as? NSNumber)?.intValue ?? 0
    }
    return bytes
  }
}
