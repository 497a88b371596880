import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import PublishedTables
import Publishing
import SiteSettings
import Synchronization
import TestSupport
import Testing
import Values

@testable import ReportSite

/// Files of the rows that a page shows.
@Suite struct SelectionTests {
  private static let place = "/download/inventory-valuation/latest"

  @Test(arguments: [
    ("where=cost_value:at-most:2", PublishedSample.silomRow),
    ("q=tea", PublishedSample.siamRow),
    ("sort=cost_value", PublishedSample.silomRow + PublishedSample.siamRow),
    ("where=sku:is:007&where=cost_value:at-most:2", ""),
  ])
  func `A filtered table is a file of the rows that it shows, as they are published`(
    _ query: String, _ rows: String
  ) async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site, [.reportsRead])
      for place in [Self.place, "/api/inventory/reports/inventory-valuation/2026-11-21"] {
        let answer = try await site.get("\(place)/detail.csv?\(query)", as: person)
        #expect(answer.status == .ok)
        #expect(answer.text == PublishedSample.header + rows)
        let tag = try #require(answer.headers[.eTag])
        let known = try await site.get(
          "\(place)/detail.csv?\(query)", as: person, headers: [.ifNoneMatch: tag])
        #expect(known.status == .notModified)
        let whole = try await site.get("\(place)/detail.csv", as: person)
        #expect(whole.headers[.eTag] != tag)
      }
    }
  }

  @Test func `A page links to the files of what it shows`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let path = "/reports/inventory-valuation/latest/detail?where=sku:is:008&sort=-sku"
      let moved = try #require(try await site.get(path, as: person).headers[.location])
      let page = try await site.get(moved, as: person).text
      let links = page.matches(of: /\/download\/[^"]+/).map {
        String($0.0).replacing("&amp;", with: "&")
      }
      #expect(links.count == 2)
      let csv = try await site.get(try #require(links.first), as: person)
      #expect(csv.text == PublishedSample.header + PublishedSample.silomRow)
      #expect(page.contains("Data as of 2026-11-22 08:30"))
    }
  }

  @Test func `A selection as a workbook has its rows alone on a sheet, as numbers and text`()
    async throws
  {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let answer = try await site.get("\(Self.place)/detail.xlsx?q=tea&sort=sku", as: person)
      #expect(answer.status == .ok)
      #expect(
        answer.headers[.contentDisposition]
          == "attachment; filename=\"inventory-valuation-2026-11-21.detail-selection.xlsx\"")
      let file = NSTemporaryDirectory() + "selection-\(UUID().uuidString).xlsx"
      defer { try? FileManager.default.removeItem(atPath: file) }
      try Data(answer.body.readableBytesView).write(to: URL(fileURLWithPath: file))
      let rows = try ChildProcess.run("unzip", ["-p", file, "xl/worksheets/sheet1.xml"]).text
      #expect(rows.components(separatedBy: "<row ").count == 3)
      #expect(rows.contains("<v>1234.5</v>") || rows.contains("<v>1234.50</v>"))
      #expect(rows.contains("007") && !rows.contains("008"))
      let about =
        try ChildProcess.run(
          "unzip", ["-p", file, "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"]
        ).text
      #expect(about.contains("Text contains") && about.contains("Data as of"))
      let head = try await site.get(
        "\(Self.place)/detail.xlsx?q=tea&sort=sku", as: person, method: .head)
      #expect(head.headers[.eTag] == answer.headers[.eTag])
    }
  }

  @Test func `Somebody of one store gets its rows alone, whatever is asked`() async throws {
    try await withPublishedSite { site, _ in
      let siam = try #require(UUIDBytes(PublishedSample.siam))
      let person = SiteClient.Person(site.site, [.reportsRead], stores: .only([siam]))
      let answer = try await site.get("\(Self.place)/detail.csv?sort=-sku", as: person)
      #expect(answer.text == PublishedSample.header + PublishedSample.siamRow)
      let all = try await site.get(
        "\(Self.place)/detail.csv?sort=-sku", as: SiteClient.Person(site.site))
      #expect(all.headers[.eTag] != answer.headers[.eTag])
      #expect(try await site.get("\(Self.place)/detail.xlsx", as: person).status == .ok)
      for file in ["totals.csv?sort=cost_value", "totals.xlsx"] {
        let refused = try await site.get("\(Self.place)/\(file)", as: person)
        #expect(refused.status == .forbidden, "\(file)")
      }
    }
  }

  @Test(arguments: [
    "detail.csv?where=gone:is:1", "detail.csv?where=sku", "detail.csv?sort=gone",
    "detail.csv?where=cost_value:at-least:x", "detail.csv?from=1", "detail.csv?limit=1",
    "report.xlsx?q=tea", "detail.xlsx?where=sku:like:1", "detail.csv?q=a&q=b",
    "detail.csv?q=\(String(repeating: "x", count: 201))",
  ])
  func `A filter that means nothing is refused, and never taken for everything`(
    _ file: String
  ) async throws {
    try await withPublishedSite { site, _ in
      let answer = try await site.get(
        "/api/inventory/reports/inventory-valuation/latest/\(file)",
        as: SiteClient.Person(site.site))
      #expect(answer.status == .badRequest)
      #expect(answer.headers[.contentType] == "application/problem+json")
    }
  }

  @Test func `A form that is filled in by half says what is missing`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      let path = "/reports/inventory-valuation/latest/detail"
      for (query, words) in [
        ("column=&op=contains&value=tea", "Choose the column"),
        ("column=sku&op=contains&value=", "Enter a value to compare the column with"),
      ] {
        let page = try await site.get("\(path)?\(query)", as: person)
        #expect(page.status == .badRequest)
        #expect(page.text.contains(words))
      }
      let many = (1...9).map { "where=sku:is:\($0)" }.joined(separator: "&")
      #expect(try await site.get("\(path)?\(many)", as: person).status == .badRequest)
    }
  }

  @Test func `Rows are not read for who has them already`() async throws {
    try await withPublishedSite { site, sample in
      let person = SiteClient.Person(site.site)
      let path = "\(Self.place)/detail.csv?q=tea"
      let tag = try #require(try await site.get(path, as: person).headers[.eTag])
      let run = try #require(
        try PublishedReports(output: sample.output).latest(of: PublishedSample.report))
      try FileManager.default.removeItem(
        atPath: run.folder + "/" + (try #require(run.resource(named: "detail.csv")).path))
      let known = try await site.get(path, as: person, headers: [.ifNoneMatch: tag])
      #expect(known.status == .notModified)
      let other = try await site.get(path, as: person, headers: [.ifMatch: "\"x\""])
      #expect(other.status == .preconditionFailed)
      // A filter that means nothing has no version that somebody could have.
      for filter in ["sort=gone", "where=gone:is:1"] {
        let refused = try await site.get(
          "\(Self.place)/detail.csv?\(filter)", as: person, headers: [.ifNoneMatch: "*"])
        #expect(refused.status == .badRequest, "\(filter)")
      }
    }
  }

  @Test func `Workbooks are made on threads of their own, and not on those of pages`() async throws
  {
    let output = NSTemporaryDirectory() + "selection-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: output) }
    let run = try PublishedSample(output: output).publish("2026-11-21")
    let address = try TableAddress(FormValues("q=tea"), path: "")
    let selection = try #require(try Selection("detail.xlsx", of: run, address, scope: .all))
    let (threads, made) = (OwnThreads(1), Made())
    let release = DispatchSemaphore(value: 0)
    threads.begin { release.wait() }
    async let status = made.status {
      try await SelectionDownload(
        selection: selection, tables: TableReader(),
        workbooks: ConcurrencyLimiter(places: 1, queue: 1),
        threads: threads
      ).answer(
        Request(
          head: .init(method: .get, scheme: nil, authority: nil, path: "/"),
          body: .init(buffer: ByteBuffer())),
        .init(source: .init(channel: EmbeddedChannel(), logger: Logger(label: "test"))))
    }
    try await Task.sleep(for: .milliseconds(300))
    #expect(!made.isMade)
    // Pages have theirs meanwhile.
    #expect(try await TableReader.onThread { true })
    release.signal()
    #expect(try await status == .ok)
  }

  /// Whether something is done.
  private final class Made: Sendable {
    private let made = Atomic(false)
    var isMade: Bool { made.load(ordering: .relaxed) }

    func status(of answer: () async throws -> Response) async throws -> HTTPResponse.Status {
      let status = try await answer().status
      made.store(true, ordering: .relaxed)
      return status
    }
  }
}
