import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import Publishing
import SiteSettings
import Synchronization
import Testing
import Values

@testable import ReportSite

@Suite struct DownloadTests {
  private static let place = "/api/inventory/reports/inventory-valuation"
  private static let workbook = "\(place)/2026-11-21/inventory-valuation-2026-11-21.xlsx"
  private static let detail =
    PublishedSample.header + PublishedSample.siamRow + PublishedSample.silomRow

  private static func digest(_ text: String) -> (tag: String, repr: String) {
    let digest = SHA256.hash(data: Data(text.utf8))
    let hex = digest.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    return ("\"sha256:\(hex)\"", "sha-256=:\(Data(digest).base64EncodedString()):")
  }

  @Test func `A file comes whole, with its hash, its name and its type`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let answer = try await site.get(Self.workbook, as: person)
      #expect(answer.status == .ok)
      #expect(answer.text == "PKa")
      #expect(answer.headers[.eTag] == Self.digest("PKa").tag)
      #expect(answer.headers[.reprDigest] == Self.digest("PKa").repr)
      #expect(answer.headers[.contentLength] == "3")
      #expect(answer.headers[.acceptRanges] == "bytes")
      #expect(
        answer.headers[.contentDisposition]
          == "attachment; filename=\"inventory-valuation-2026-11-21.xlsx\"")
      #expect(
        answer.headers[.contentType]
          == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
      #expect(answer.headers[.lastModified] == "Sun, 22 Nov 2026 01:30:00 GMT")
      let head = try await site.get(Self.workbook, as: person, method: .head)
      #expect(head.text == "")
      #expect(head.headers[.contentLength] == "3")
      #expect(head.headers[.eTag] == answer.headers[.eTag])
    }
  }

  @Test(arguments: [
    "latest/report.xlsx", "2026-11-21/report.xlsx", "latest/inventory-valuation-2026-11-21.xlsx",
  ])
  func `The newest run and a file have names that stay`(_ name: String) async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      #expect(try await site.get("\(Self.place)/\(name)", as: person).text == "PKa")
      let page = try await site.get("/download/inventory-valuation/\(name)", as: person)
      #expect(page.text == "PKa")
    }
  }

  @Test func `What the reader has is not sent again`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      let tag = Self.digest("PKa").tag
      let cases: [(headers: HTTPFields, status: Int)] = [
        ([.ifNoneMatch: tag], 304), ([.ifNoneMatch: "\"other\", W/\(tag)"], 304),
        ([.ifNoneMatch: "*"], 304), ([.ifNoneMatch: "\"other\""], 200),
        ([.ifMatch: "\"other\""], 412), ([.ifMatch: "W/\(tag)"], 412),
        ([.ifMatch: "\"other\",\(tag)"], 200), ([.ifMatch: "*"], 200),
      ]
      for (headers, status) in cases {
        let answer = try await site.get(Self.workbook, as: person, headers: headers)
        #expect(answer.status.code == status, "\(headers)")
        #expect(answer.headers[.eTag] == tag)
        guard status == 412 else { continue }
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.text.contains(#""type":"/problems/changed-meanwhile""#))
      }
    }
  }

  @Test func `A part comes alone, and only of the version that was begun`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      let tag = Self.digest("PKa").tag
      let part = try await site.get(Self.workbook, as: person, headers: [.range: "bytes=1-"])
      #expect(part.status == .partialContent)
      #expect(part.text == "Ka")
      #expect(part.headers[.contentRange] == "bytes 1-2/3")
      #expect(part.headers[.contentLength] == "2")
      let same = try await site.get(
        Self.workbook, as: person, headers: [.range: "bytes=0-0", .ifRange: tag])
      #expect(same.text == "P")
      let other = try await site.get(
        Self.workbook, as: person, headers: [.range: "bytes=0-0", .ifRange: "\"old\""])
      #expect(other.status == .ok)
      #expect(other.text == "PKa")
      let beyond = try await site.get(Self.workbook, as: person, headers: [.range: "bytes=3-"])
      #expect(beyond.status == .rangeNotSatisfiable)
      #expect(beyond.headers[.contentRange] == "bytes */3")
      #expect(beyond.headers[.contentType] == "application/problem+json")
      #expect(beyond.text.contains(#""type":"/problems/range-not-satisfiable""#))
    }
  }

  @Test func `Ranges are read as RFC 9110 has them`() {
    #expect(ByteRange(nil, length: 10) == .whole)
    #expect(ByteRange("bytes=2-4", length: 10) == .part(2..<5))
    #expect(ByteRange("bytes=2-400", length: 10) == .part(2..<10))
    #expect(ByteRange("bytes=-3", length: 10) == .part(7..<10))
    #expect(ByteRange("bytes=-30", length: 10) == .part(0..<10))
    #expect(ByteRange("bytes=-0", length: 10) == .beyond)
    #expect(ByteRange("bytes=10-", length: 10) == .beyond)
    #expect(ByteRange("bytes=0-", length: 0) == .beyond)
    for text in [
      "bytes=4-2", "bytes=a-b", "bytes=", "bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=+1-2",
      "bytes=0-9223372036854775808", "bytes=99999999999999999999-",
    ] {
      #expect(ByteRange(text, length: 10) == .whole, "\(text)")
    }
    #expect(ByteRange("bytes=0-9223372036854775807", length: 10) == .part(0..<10))
  }

  @Test func `Whoever may see some stores gets their lines and no sums`() async throws {
    try await withPublishedSite { site, _ in
      let store = try #require(UUIDBytes(PublishedSample.siam))
      let person = SiteClient.Person(site.site, [.reportsRead], stores: .only([store]))
      let table = try await site.get("\(Self.place)/latest/detail.csv", as: person)
      #expect(table.text == PublishedSample.header + PublishedSample.siamRow)
      #expect(table.headers[.eTag] != Self.digest(Self.detail).tag)
      let again = try await site.get(
        "\(Self.place)/latest/detail.csv", as: person,
        headers: [.ifNoneMatch: table.headers[.eTag] ?? ""])
      #expect(again.status == .notModified)
      let head = try await site.get(
        "\(Self.place)/latest/detail.csv", as: person, method: .head)
      #expect(head.status == .ok)
      #expect(head.headers[.eTag] == table.headers[.eTag])
      #expect(head.headers[.contentLength] == nil)
      for name in ["totals.csv", "report.xlsx"] {
        let refused = try await site.get("\(Self.place)/latest/\(name)", as: person)
        #expect(refused.status == .forbidden)
        #expect(refused.text.contains("all stores"))
      }
      let nobody = SiteClient.Person(site.site, [.reportsRead], stores: .only([]))
      let empty = try await site.get("\(Self.place)/latest/detail.csv", as: nobody)
      #expect(empty.text == PublishedSample.header)
      let all = try await site.get(
        "\(Self.place)/latest/detail.csv", as: SiteClient.Person(site.site))
      #expect(all.text == Self.detail)
    }
  }

  @Test func `Records are picked however the bytes are cut`() {
    let bytes = Array(Self.detail.utf8)
    for size in 1...bytes.count {
      var picker = CSVRecordPicker(column: 2) { $0 == PublishedSample.siam }
      var passed: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        let end = min(bytes.count, start + size)
        picker.read(bytes[start..<end], isLast: end == bytes.count) { passed += $0 }
      }
      #expect(
        String(decoding: passed, as: UTF8.self) == PublishedSample.header + PublishedSample.siamRow)
    }
  }

  @Test func `A download that has begun ends with the bytes it began with`() async throws {
    let output = NSTemporaryDirectory() + "site-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: output) }
    let sample = PublishedSample(output: output)
    let run = try sample.publish("2026-11-21", mark: "a", padding: 1 << 20)
    let resource = try #require(run.resource(named: "report.xlsx"))
    let request = Request(
      head: .init(method: .get, scheme: nil, authority: nil, path: "/"),
      body: .init(buffer: ByteBuffer()))
    let response = try await Download(resource: resource, run: run).answer(
      request, .init(source: .init(channel: EmbeddedChannel(), logger: Logger(label: "test"))))
    try sample.publish("2026-11-21", second: 60, mark: "b", padding: 1 << 20)
    try FileManager.default.removeItem(
      atPath: "\(output)/inventory-valuation/.runs/\(run.id)")
    let written = Collected()
    try await response.body.write(written)
    let bytes = written.bytes.all.withLock { $0 }
    #expect(bytes.readableBytes == resource.bytes)
    #expect(String(buffer: bytes).hasPrefix("PKax"))
  }

  @Test func `A file that is not what its manifest says is not sent`() async throws {
    try await withPublishedSite { site, sample in
      let person = SiteClient.Person(site.site)
      let path = "\(sample.output)/inventory-valuation/2026-11-21"
      let file = "\(path)/inventory-valuation-2026-11-21.xlsx"
      try FileManager.default.removeItem(atPath: file)
      #expect(try await site.get(Self.workbook, as: person).status == .gone)
      try FileManager.default.createSymbolicLink(
        atPath: file, withDestinationPath: "/etc/hostname")
      #expect(try await site.get(Self.workbook, as: person).status == .gone)
    }
  }

  @Test func `Nothing but what is published is found`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      for path in [
        "\(Self.place)/latest/datapackage.json.bak", "\(Self.place)/latest/..%2fdatapackage.json",
        "\(Self.place)/..%2f..%2fetc/passwd", "\(Self.place)/.runs/passwd",
        "/api/inventory/reports/..%2f..%2fetc/latest/passwd",
        "\(Self.place)/2026-11-20/report.xlsx",
        "/api/inventory/reports/%2e%2e/latest/report.xlsx", "\(Self.place)/latest/%00",
      ] {
        let answer = try await site.get(path, as: person)
        #expect(answer.status == .notFound, "\(path)")
        #expect(answer.headers[.contentType] == "application/problem+json")
      }
    }
  }
}
