import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@testable import ReportSite

@Suite struct GzipTests {
  @Test func `JSON is compressed for who takes that, under a tag of its own`() async throws {
    try await withSite { site in
      let plain = try await site.get("/openapi.json")
      #expect(plain.headers[.contentEncoding] == nil)
      #expect(plain.headers[.vary]?.contains("Accept-Encoding") == true)
      let packed = try await site.get(
        "/openapi.json", headers: [.acceptEncoding: "br, gzip;q=0.5"])
      #expect(packed.headers[.contentEncoding] == "gzip")
      #expect(packed.headers[.contentLength] == nil)
      #expect(packed.body.readableBytes < plain.body.readableBytes / 4)
      #expect(try Self.unpack(packed.body) == Data(plain.body.readableBytesView))
      let tag = try #require(plain.headers[.eTag])
      #expect(packed.headers[.eTag] == "\(tag.dropLast())-gzip\"")
      let known = try await site.get(
        "/openapi.json",
        headers: [.acceptEncoding: "gzip", .ifNoneMatch: packed.headers[.eTag] ?? ""])
      #expect(known.status == .notModified)
      #expect(known.headers[.eTag] == packed.headers[.eTag])
      for accept in ["", "gzip;q=0", "br", "identity, *;q=0", "gzip;q=0, *"] {
        let answer = try await site.get("/openapi.json", headers: [.acceptEncoding: accept])
        #expect(answer.headers[.contentEncoding] == nil, "\(accept)")
      }
    }
  }

  @Test func `A page, which has a secret, and what is compressed already are sent as they are`()
    async throws
  {
    try await withPublishedSite { site, sample in
      try sample.publish("2026-11-22", second: 60, padding: 100_000)
      let person = SiteClient.Person(site.site)
      for path in [
        "/", "/reports/inventory-valuation", "/review", "/problems",
        "/download/inventory-valuation/2026-11-22/report.xlsx",
      ] {
        let answer = try await site.get(path, as: person, headers: [.acceptEncoding: "gzip"])
        #expect(answer.status == .ok && answer.body.readableBytes > 1_024, "\(path)")
        #expect(answer.headers[.contentEncoding] == nil, "\(path)")
      }
    }
  }

  @Test func `A file is compressed as a whole, and never a part of it`() async throws {
    let rows = (0..<20_000).map { ReviewSample.Row(sku: "\($0)") }
    try await withReviewSite { site, sample in
      try sample.publish("2026-11-21", rows)
      let person = SiteClient.Person(site.site)
      let path = "/api/inventory/reports/reorder-suggestions/2026-11-21/suggestions.csv"
      let plain = try await site.get(path, as: person)
      let gzip: HTTPFields = [.acceptEncoding: "gzip"]
      let packed = try await site.get(path, as: person, headers: gzip)
      #expect(try Self.unpack(packed.body) == Data(plain.body.readableBytesView))
      #expect(packed.headers[.reprDigest] == nil && plain.headers[.reprDigest] != nil)
      let part = try await site.get(
        path, as: person, headers: [.acceptEncoding: "gzip", .range: "bytes=0-4999"])
      #expect(part.status == .partialContent)
      #expect(part.headers[.contentEncoding] == nil)
      #expect(part.body.readableBytes == 5_000)
    }
  }

  private static func unpack(_ bytes: ByteBuffer) throws -> Data {
    let outcome = try ChildProcess.run("gzip", ["-dc"], input: Data(bytes.readableBytesView))
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }
}
