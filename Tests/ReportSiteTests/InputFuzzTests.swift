import Foundation
import HTTPTypes
import JWTKit
import StateStore
import TestSupport
import Testing
import Values

@testable import ReorderReview
@testable import ReportSite

/// What a request brings, byte by byte: whatever it is, it is refused or read, and nothing traps.
@Suite struct InputFuzzTests {
  /// Reads each changed text.
  private func read(_ sound: [String], count: Int, _ name: String, _ body: (String) -> Void) {
    for text in sound { body(text) }
    for bytes in Mutations(of: sound.map { Array($0.utf8) }, count: count, named: name) {
      body(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test func `queries and the bodies of forms`() {
    read(
      [
        "supplier=Acme+Foods&store=\(PublishedSample.siam)&state=open&page=3",
        "a=%E0%B8%8A&until=2026-11-30&left=4&product[a][b]=x",
        "product=p&store=s&until=2026-11-30&note=n",
        "where=sku:contains:7&where=value:at-least:9&sort=-sku&from=200&ids=1",
      ], count: 3_000, "form"
    ) { text in
      guard let values = try? FormValues(text) else { return }
      if let address = try? ReviewAddress(values) { _ = address.path }
      for name in ["page", "left", "cursor"] { _ = try? values.number(name, from: 0) }
      _ = try? MuteForm(values).mute(
        stores: .all, known: [], calendar: .utc, now: Instant(microseconds: 1_795_000_000_000_000))
      _ = TableAddress.condition(text).map(TableAddress.text)
    }
  }

  @Test func `headers of downloads, and addresses`() {
    read(
      [
        "bytes=0-499", "bytes=-5", "bytes=9-", "\"abc\", W/\"x,y\"", "10.1.0.0/24",
        "::ffff:10.0.0.1/96",
      ],
      count: 4_000, "headers"
    ) { text in
      for length in [0, 1, 1_000, Int.max] {
        if case .part(let range) = ByteRange(text, length: length) {
          #expect(range.lowerBound >= 0 && range.upperBound <= length && !range.isEmpty)
        }
      }
      var headers = HTTPFields()
      headers[.ifNoneMatch] = text
      headers[.ifMatch] = text
      let tags = EntityTags(tag: "\"abc\"", headers: headers)
      _ = (tags.known, tags.range(length: 1_000))
      try? tags.check([:])
      if let range = try? AddressRange(text) { _ = range.contains("10.1.0.77") }
      if let range = try? AddressRange("10.1.0.0/24") { _ = range.contains(text) }
    }
  }

  @Test func `claims of tokens, and decisions as JSON`() {
    read(
      [
        #"{"iss":"https://login.example","aud":["a","b"],"sub":"s","exp":1893456000,"nbf":1.5,"roles":"a b"}"#,
        #"{"decision":"approve","quantity":"12.5","reason":"r","until":"2026-11-30"}"#,
        #"{"decision":"snooze","quantity":12,"until":"9999-12-31"}"#,
        #"{"supplier":"s","store_id":"\#(PublishedSample.siam)","run":"r"}"#,
      ], count: 3_000, "json"
    ) { text in
      let data = Data(text.utf8)
      let decoder = JSONDecoder()
      _ = try? decoder.decode(TokenClaims.self, from: data)
      _ = try? decoder.decode(DecisionRequest.self, from: data).choice()
      _ = try? decoder.decode(SupplierRequest.self, from: data).storeID()
      _ = TokenKeys.bytes(text)
      _ = try? OrderQuantity.parse(text)
    }
  }
}
