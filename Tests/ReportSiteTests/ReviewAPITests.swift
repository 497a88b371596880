import Foundation
import HTTPTypes
import HummingbirdTesting
import SiteSettings
import Testing
import Values

@testable import ReportSite

@Suite struct ReviewAPITests {
  private static let path = ReviewAPI.path

  @Test func `suggestions come page by page, as JSON or CSV`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let first = try await site.get("\(Self.path)?limit=1&state=open", as: anna)
      let next = "\(Self.path)?state=open&limit=1&cursor=1"
      #expect(first.headers[.link] == "<\(next)>; rel=\"next\"")
      #expect(first.text.contains(#""suggested_quantity":24.000,"#))
      #expect(first.text.hasSuffix("],\"next\":\"\(next)\"}\n"))
      let second = try await site.get(next, as: anna)
      #expect(second.text.contains(#""sku":"B""#))
      #expect(second.headers[.link] == nil)
      _ = try JSONSerialization.jsonObject(with: Data(second.text.utf8))
      let csv = try await site.get(
        Self.path, as: anna, headers: [.accept: "text/csv, application/json;q=0.1"])
      #expect(csv.headers[.contentType] == "text/csv; charset=utf-8; header=present")
      #expect(csv.text.split(separator: "\r\n").count == 3)
      let store = try await site.get(
        "\(Self.path)?store_id=\(ReviewSample.silom)&supplier=\(ReviewSample.supplier)", as: anna)
      #expect(!store.text.contains(#""sku":"A""#))
    }
  }

  @Test func `a decision needs the mark of what was looked at`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let decision = "\(Self.path)/1/decision"
      let tag = try #require(try await site.get("\(Self.path)/1", as: anna).headers[.eTag])
      let json = #"{"decision":"approve","quantity":"36","reason":"fair"}"#
      #expect(
        try await site.send(decision, json, as: anna).status == .preconditionRequired)
      // As it is where the answer was compressed.
      let made = try await site.send(
        decision, json, as: anna, headers: [.ifMatch: EntityTags.gzip(tag)])
      #expect(made.status == .ok)
      #expect(made.text.contains(#""state":"approved""#))
      #expect(made.text.contains(#""decided_quantity":36.000,"#))
      #expect(made.headers[.eTag] == "\"2\"")
      for old in [tag, "*", "W/\"2\"", "x", "\"\""] {
        let stale = try await site.send(decision, json, as: anna, headers: [.ifMatch: old])
        #expect(stale.status == .preconditionFailed)
        #expect(stale.headers[.eTag] == "\"2\"")
        #expect(stale.headers[.contentType] == "application/problem+json")
        #expect(stale.text.contains("It is now: Approved 36: fair."))
      }
      for (body, status) in [
        ("", 400), ("[]", 400), (#"{"decision":1}"#, 400), (#"{"decision":"eat"}"#, 422),
        (#"{"decision":"approve","quantity":"1,5"}"#, 422),
        (#"{"decision":"approve","quantity":0}"#, 422),
        (#"{"decision":"approve","quantity":0.5}"#, 400), (#"{"decision":"dismiss"}"#, 422),
        (#"{"decision":"snooze","until":"never"}"#, 422),
        (#"{"decision":"reopen","reason":"x"}"#, 409),
      ] {
        let answer = try await site.send(decision, body, as: anna, headers: [.ifMatch: "\"2\""])
        #expect(answer.status.code == status, "\(body)")
      }
      let undone = try await site.send(
        decision, #"{"decision":"undo"}"#, as: anna, headers: [.ifMatch: "\"2\""])
      #expect(undone.text.contains(#""state":"open""#))
    }
  }

  @Test(arguments: [
    #"{"decision":"dismiss","reason":"x","decision":"approve"}"#,
    #"{"decision":"approve","reason":"\":\\","re\u0061son" : "x"}"#,
  ])
  func `a key that comes twice decides nothing`(_ body: String) async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let decision = "\(Self.path)/1/decision"
      let answer = try await site.send(decision, body, as: anna, headers: [.ifMatch: "\"1\""])
      #expect(answer.status == .badRequest)
      #expect(answer.text.contains("is given twice"), "\(answer.text)")
      // Another encoding would hide it.
      let utf16 = Array(body.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      let hidden = try await site.send(
        decision, String(decoding: utf16, as: UTF8.self), as: anna, headers: [.ifMatch: "\"1\""])
      #expect(hidden.status == .badRequest)
      // A word that stands as a value, with signs as around a key, is none.
      let fine = #"{"decision":"approve","reason":"\"reason\":\\"}"#
      let made = try await site.send(decision, fine, as: anna, headers: [.ifMatch: "\"1\""])
      #expect(made.status == .ok, "\(made.text)")
    }
  }

  @Test func `a supplier is approved and exported once, whatever is repeated`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let suppliers = try await site.get("\(Self.path)/suppliers", as: anna).text
      #expect(suppliers.contains(#""open":2,"approved":0"#))
      let run = try #require(suppliers.firstMatch(of: /"run":"([^"]+)"/)).1
      let body = #"{"supplier":"\#(ReviewSample.supplier)","run":"\#(run)"}"#
      #expect(
        try await site.send("\(Self.path)/approvals", body, as: anna).text
          == "{\"approved\":2,\"left_out\":0}\n")
      #expect(
        try await site.send("\(Self.path)/approvals", body.replacing(run, with: "old"), as: anna)
          .status == .preconditionFailed)
      let orders = "\(Self.path)/orders"
      #expect(try await site.send(orders, body, as: anna).status == .badRequest)
      let made = try await site.send(orders, body, as: anna, headers: [.idempotencyKey: "k1"])
      #expect(made.status == .created)
      #expect(made.text.contains(#""lines":2,"value":480.00"#))
      let again = try await site.send(orders, body, as: anna, headers: [.idempotencyKey: "k1"])
      #expect(again.status == .ok)
      #expect(again.text == made.text)
      let other = try await site.send(orders, body, as: anna, headers: [.idempotencyKey: "k2"])
      #expect(other.status == .conflict)
      #expect(try await site.get(orders, as: anna).text.contains(#"{"items":[{"id":1,"#))
      let file = try await site.get(try #require(made.headers[.location]), as: anna)
      #expect(file.text.hasPrefix("order,order_date,supplier,"))
      let events = try await site.get("\(Self.path)/events?suggestion_id=1", as: anna).text
      #expect(events.contains(#""kind":"exported""#))
      #expect(events.contains(#""kind":"decided""#))
      #expect(!events.contains(#""sku":"B""#))
    }
  }

  @Test func `what no suggestion ever named is refused with what there is`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let unknown = "99999999-2222-3333-4444-555555555555"
      for query in ["supplier=Atlantis", "supplier=\(ReviewSample.supplier)%20"] {
        let answer = try await site.get("\(Self.path)?\(query)", as: anna)
        #expect(answer.status == .badRequest, "\(query)")
        #expect(answer.text.contains(ReviewSample.supplier))
      }
      let store = try await site.get("\(Self.path)?store_id=\(unknown)", as: anna)
      #expect(store.text.contains("Unknown value of 'store_id'"), "\(store.text)")
      #expect(store.status == .badRequest)
      #expect(store.text.contains("\(ReviewSample.siam) (Siam)"))
      // What had suggestions and has none now leaves nothing.
      try sample.publish("2026-11-21", [.init(sku: "A")])
      for query in ["store_id=\(ReviewSample.silom)", "state=snoozed"] {
        let none = try await site.get("\(Self.path)?\(query)", as: anna)
        #expect(none.status == .ok && none.text.contains(#""items":[]"#), "\(query)")
      }
      // Others' stores are none that somebody of one may name.
      let silom = try #require(UUIDBytes(ReviewSample.silom))
      let boon = SiteClient.Person(site.site, stores: .only([silom]), named: "boon")
      let other = try await site.get("\(Self.path)?store_id=\(ReviewSample.siam)", as: boon)
      #expect(other.status == .badRequest)
      #expect(!other.text.contains("(Siam)"))
    }
  }

  @Test func `a key that was used for another order is refused`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("\(Self.path)/suppliers", as: anna)
      for id in 1...2 {
        _ = try await site.send(
          "\(Self.path)/\(id)/decision", #"{"decision":"approve"}"#, as: anna,
          headers: [.ifMatch: "\"1\""])
      }
      @Sendable func order(_ store: String) async throws -> TestResponse {
        try await site.send(
          "\(Self.path)/orders",
          #"{"supplier":"\#(ReviewSample.supplier)","store_id":"\#(store)"}"#, as: anna,
          headers: [.idempotencyKey: "k"])
      }
      #expect(try await order(ReviewSample.siam).status == .created)
      #expect(try await order(ReviewSample.siam).status == .ok)
      let other = try await order(ReviewSample.silom)
      #expect(other.status == .unprocessableContent)
      #expect(other.text.contains("/problems/idempotency-key-reused"))
    }
  }

  @Test func `an order of more money than can be written down is refused for good`() async throws {
    try await withReviewSite { site, sample in
      let rows = ["A", "B"].map {
        ReviewSample.Row(sku: $0, quantity: "9000000.000", cost: "9000000000.00")
      }
      try sample.publish("2026-11-21", rows)
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let list = try await site.get(Self.path, as: anna).text
      let lines = list.matches(of: /"id":([0-9]+),"version":([0-9]+)/)
      for line in lines {
        let approved = try await site.send(
          "\(Self.path)/\(line.1)/decision", #"{"decision":"approve"}"#, as: anna,
          headers: [.ifMatch: "\"\(line.2)\""])
        #expect(approved.status == .ok, "\(approved.text)")
      }
      let order = try await site.send(
        "\(Self.path)/orders", #"{"supplier":"\#(ReviewSample.supplier)"}"#, as: anna,
        headers: [.idempotencyKey: "k"])
      #expect(order.status == .unprocessableContent)
      #expect(order.text.contains("/problems/invalid-decision"))
    }
  }

  @Test func `nobody is ordered from, and the page says so`() async throws {
    try await withReviewSite { site, sample in
      try sample.publish(
        "2026-11-21", [.init(sku: "A", supplierName: "", supplierID: "")])
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("\(Self.path)/suppliers", as: anna)
      let approved = try await site.send(
        "\(Self.path)/1/decision", #"{"decision":"approve"}"#, as: anna,
        headers: [.ifMatch: "\"1\""])
      #expect(approved.status == .ok, "\(approved.text)")
      let order = try await site.send(
        "\(Self.path)/orders", #"{"supplier":"none"}"#, as: anna, headers: [.idempotencyKey: "k"])
      #expect(order.status == .conflict)
      #expect(order.text.contains("/problems/no-supplier"))
      let page = try await site.get("/review/lines?supplier=none", as: anna).text
      #expect(page.contains("have no supplier, so they cannot be ordered here"))
      #expect(!page.contains("/review/export") && !page.contains("/review/approve-all"))
    }
  }

  @Test(arguments: [
    "?supplier=", "?store_id=", "?store_id=x", "?state=", "?supplier", "?store=x", "?Supplier=x",
    "/events?suggestion_id=", "/events?suggestion=1", "/orders?supplier=x", "?limit=0",
    "?cursor=",
  ])
  func `a filter that says nothing is refused, and never taken for everything`(
    _ path: String
  ) async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let answer = try await site.get(Self.path + path, as: anna)
      #expect(answer.status == .badRequest)
    }
  }

  @Test func `an order is for the store and the run that it asks for`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let suppliers = try await site.get("\(Self.path)/suppliers", as: anna).text
      let run = try #require(suppliers.firstMatch(of: /"run":"([^"]+)"/)).1
      let supplier = #""supplier":"\#(ReviewSample.supplier)""#
      let path = Self.path
      @Sendable func status(_ action: String, _ more: String) async throws -> Int {
        try await site.send(
          "\(path)/\(action)", "{\(supplier)\(more)}", as: anna, headers: [.idempotencyKey: "k"]
        ).status.code
      }
      for action in ["approvals", "orders"] {
        for store in [#""store_id":"x""#, #""store":"\#(ReviewSample.siam)""#] {
          #expect(try await status(action, #","run":"\#(run)",\#(store)"#) == 400)
        }
      }
      #expect(try await status("approvals", #","run":"\#(run)""#) == 200)
      #expect(try await status("orders", #","run":"other""#) == 412)
      let made = try await site.send(
        "\(path)/orders", #"{\#(supplier),"store_id":"\#(ReviewSample.siam)","run":"\#(run)"}"#,
        as: anna, headers: [.idempotencyKey: "k"])
      #expect(made.status == .created)
      #expect(made.text.contains(#""lines":1,"value":240.00"#))
      #expect(made.text.hasSuffix("\"left_out\":0}\n"))
      let left = try await site.get("\(path)?state=approved", as: anna).text
      #expect(left.contains(#""sku":"B""#))
      #expect(!left.contains(#""sku":"A""#))
    }
  }

  @Test func `an order says how many approved lines it leaves out`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("\(Self.path)/suppliers", as: anna)
      for id in 1...2 {
        let approved = try await site.send(
          "\(Self.path)/\(id)/decision", #"{"decision":"approve"}"#, as: anna,
          headers: [.ifMatch: "\"1\""])
        #expect(approved.status == .ok)
      }
      try sample.publish("2026-11-21", [.init(sku: "A")])
      let made = try await site.send(
        "\(Self.path)/orders", #"{"supplier":"\#(ReviewSample.supplier)"}"#, as: anna,
        headers: [.idempotencyKey: "k"])
      #expect(made.text.contains(#""lines":1,"#))
      #expect(made.text.hasSuffix("\"left_out\":1}\n"))
    }
  }

  @Test(arguments: [
    "", "/1", "/suppliers", "/orders", "/orders/1/csv", "/events",
  ])
  func `every route is for those who review`(_ path: String) async throws {
    try await withReviewSite { site, _ in
      let finance = SiteClient.Person(site.site, [.reportsRead, .alertsManage, .stockRead])
      let refused = try await site.get(Self.path + path, as: finance)
      #expect(refused.status == .forbidden)
      #expect(refused.headers[.contentType] == "application/problem+json")
      #expect(try await site.get(Self.path + path).status == .unauthorized)
      for change in ["/1/decision", "/approvals", "/orders"] {
        let answer = try await site.send(Self.path + change, "{}", as: finance)
        #expect(answer.status == .forbidden)
      }
    }
  }
}
