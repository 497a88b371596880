import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SiteSettings
import StateStore
import Testing
import Values

@testable import ReportSite

/// Runs a test against a site whose state has two products that are low, one in each store.
private func withAlerts(
  _ body: @Sendable (SiteClient, StateDatabase) async throws -> Void
) async throws {
  let folder = NSTemporaryDirectory() + "alerts-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let state = try StateDatabase(folder: folder)
  let product = try #require(UUIDBytes("99999999-0000-0000-0000-000000000001"))
  let at = Instant(microseconds: 1_795_311_000_000_000)
  try state.changeAlerts { alerts in
    for (store, name, sku) in [
      (PublishedSample.siam, "Siam", "<tea>"), (PublishedSample.silom, "Silom", "milk"),
    ] {
      var record = AlertRecord(
        store: try #require(UUIDBytes(store)), product: product, at: at, storeName: name,
        productName: "Product \(sku)", sku: sku)
      record.state = sku == "milk" ? .outOfStock : .low
      record.reported = .low
      record.reportedAt = at
      try alerts.save(record)
    }
    try alerts.finishRound(at: at, watched: 2)
  }
  var settings = SiteSettings.forTests()
  settings.state = folder
  try await withSite(settings) { try await body($0, state) }
}

@Suite struct AlertPageTests {
  private func siam() throws -> StoreScope {
    .only([try #require(UUIDBytes(PublishedSample.siam))])
  }

  @Test func `What is low is listed with what was told of it`() async throws {
    try await withAlerts { site, _ in
      let page = try await site.get("/alerts", as: .init(site.site)).text
      #expect(page.contains("2 low, 1 of them out of stock"))
      #expect(page.contains("Product &lt;tea&gt;"))
      #expect(page.contains("not yet"))
      let found = try await site.get("/alerts?q=MILK", as: .init(site.site)).text
      #expect(found.contains("1 row found"))
      #expect(!found.contains("Product &lt;tea&gt;"))
    }
  }

  @Test func `Before the first look nothing is counted`() async throws {
    var settings = SiteSettings.forTests()
    settings.state = NSTemporaryDirectory() + "alerts-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: settings.state) }
    _ = try StateDatabase(folder: settings.state)
    try await withSite(settings) { site in
      let page = try await site.get("/alerts", as: .init(site.site)).text
      #expect(page.contains("No low-stock check has run yet"))
      #expect(!page.contains("0 rows") && !page.contains("Low now"))
    }
  }

  @Test(arguments: ["from=x", "from=-1", "done=x", "qq=tea", "q=a&q=b"])
  func `An address that means nothing is refused`(_ query: String) async throws {
    try await withAlerts { site, _ in
      let page = try await site.get("/alerts?\(query)", as: .init(site.site))
      #expect(page.status == .badRequest)
    }
  }

  @Test func `Pages of what is low neither skip nor repeat, and count all of it`() async throws {
    try await withAlerts { site, state in
      let at = Instant(microseconds: 1_795_311_000_000_000)
      try state.changeAlerts { alerts in
        for number in 1...250 {
          var record = AlertRecord(
            store: try #require(UUIDBytes(PublishedSample.siam)),
            product: UUIDBytes(high: 7, low: UInt64(number)), at: at, storeName: "Siam",
            productName: "ÉCLAIR", sku: "n-\(1_000 + number)")
          record.state = number == 250 ? .ok : .low
          try alerts.save(record)
        }
      }
      let person = SiteClient.Person(site.site)
      var seen: [Substring] = []
      for first in [0, 100, 200] {
        let page = try await site.get("/alerts?q=%C3%A9clair&from=\(first)", as: person).text
        #expect(page.contains("251 low, 1 of them out of stock"))
        #expect(page.contains("249 rows found"))
        seen += page.matches(of: #/<td class="t">(n-[0-9]+)<\/td>/#).map(\.1)
        #expect(page.contains("rel=\"next\"") == (first < 200))
      }
      #expect(seen == (1...249).map { "n-\(1_000 + $0)" })
      let past = try await site.get("/alerts?from=900", as: person).text
      #expect(past.contains("no rows") && past.contains("rel=\"prev\""))
    }
  }

  @Test func `A mute is made, shown and ended by the page's own forms`() async throws {
    try await withAlerts { site, state in
      let person = SiteClient.Person(site.site, [.alertsManage])
      let muted = try await site.post(
        "/alerts/mutes", "product=milk&store=&until=2999-01-31&note=no+supplier", as: person)
      #expect(muted.status == .seeOther)
      let mutes = try state.readAlerts { try $0.mutes(at: .now) }
      #expect(mutes.count == 1)
      #expect(mutes.first?.product == "milk")
      #expect(mutes.first?.store == nil)
      // Until the day begins in Bangkok.
      #expect(mutes.first?.until?.description == "2999-01-30T17:00:00Z")
      let page = try await site.get("/alerts", as: person).text
      #expect(page.contains("product milk"))
      #expect(page.contains("no supplier"))
      #expect(page.contains("<td class=\"t\">muted</td>"))

      let id = try #require(mutes.first?.id)
      #expect(try await site.post("/alerts/mutes/\(id)/end", as: person).status == .seeOther)
      #expect(try state.readAlerts { try $0.mutes(at: .now) }.isEmpty)
      #expect(try await site.post("/alerts/mutes/\(id)/end", as: person).status == .notFound)
    }
  }

  @Test func `What is wrong with a form is said, and what was filled in stays`() async throws {
    try await withAlerts { site, state in
      let person = SiteClient.Person(site.site)
      for (form, words) in [
        ("note=why", "Fill in a product"), ("product=x&until=2020-01-01", "after today"),
        ("product=x&until=soon", "Invalid date"), ("product[a][b]=x", "It takes product, store,"),
        ("product=x&product=y", "is given twice"),
        ("product=x&note=\(String(repeating: "é", count: 501))", "The note is too long"),
        ("product=x&note=a%00b", "control characters"), ("product=x%00", "control characters"),
        ("product=x&note=a%0Ab", "control characters"),
        ("product=\(String(repeating: "x", count: 1_001))", "The product is too long"),
      ] {
        let page = try await site.post("/alerts/mutes", form, as: person)
        #expect(page.status == .badRequest)
        #expect(page.text.contains(words))
      }
      let kept = try await site.post("/alerts/mutes", "product=%22x&until=soon", as: person).text
      #expect(kept.contains("value=\"&quot;x\""))
      #expect(try state.readAlerts { try $0.mutes(at: .now) }.isEmpty)
    }
  }

  @Test func `Somebody of one store sees and mutes nothing of another`() async throws {
    try await withAlerts { site, state in
      let person = SiteClient.Person(site.site, [.alertsManage], stores: try siam())
      let page = try await site.get("/alerts", as: person).text
      #expect(page.contains("1 low"))
      #expect(!page.contains("Silom"))
      for form in ["product=milk", "product=milk&store=Silom", "store=\(PublishedSample.silom)"] {
        #expect(try await site.post("/alerts/mutes", form, as: person).status == .badRequest)
      }
      let own = "product=x&store=\(PublishedSample.siam)"
      #expect(try await site.post("/alerts/mutes", own, as: person).status == .seeOther)
      let other = try state.changeAlerts {
        try $0.add(AlertMute(store: PublishedSample.silom), at: .now)
      }
      #expect(try await site.post("/alerts/mutes/\(other)/end", as: person).status == .notFound)
      #expect(try await !site.get("/alerts", as: person).text.contains(PublishedSample.silom))
    }
  }

  @Test func `What is held or sent over all stores is not told to somebody of one`() async throws {
    try await withAlerts { site, state in
      let at = Instant(microseconds: 1_795_311_000_000_000)
      try state.changeAlerts { alerts in
        for (kind, subject, detail) in [
          (AlertHold.Kind.massChange, "", "4321 of 9876 would change"),
          (.silentStore, PublishedSample.siam, "Siam sold nothing"),
          (.silentStore, PublishedSample.silom, "Silom sold nothing"),
        ] {
          try alerts.save(AlertHold(kind: kind, subject: subject, since: at, detail: detail))
        }
      }
      var record = EndpointRecord(name: "purchasing")
      record.lastErrorAt = at
      record.lastError = "answered 503"
      try state.record([], of: record)
      let all = try await site.get("/alerts", as: .init(site.site)).text
      for text in ["4321 of 9876", "Siam sold nothing", "Silom sold nothing", "answered 503"] {
        #expect(all.contains(text), "\(text)")
      }
      let person = SiteClient.Person(site.site, [.alertsManage], stores: try siam())
      let some = try await site.get("/alerts", as: person).text
      #expect(some.contains("Siam sold nothing"))
      #expect(some.contains("Too many changes at once"))
      for text in ["4321", "Silom sold", "purchasing", "503", "Delivery", "Nothing has been sent"] {
        #expect(!some.contains(text), "\(text)")
      }
    }
  }

  @Test func `A change needs the role and a form of this site`() async throws {
    try await withAlerts { site, state in
      let reader = SiteClient.Person(site.site, [.reportsRead])
      let missing = try await site.post("/alerts/mutes", "product=x", as: reader)
      #expect(missing.status == .forbidden)
      var forged = SiteClient.Person(site.site, [.alertsManage])
      forged.formToken = "0"
      let refused = try await site.post("/alerts/mutes", "product=x", as: forged)
      #expect(refused.status == .forbidden && refused.text.contains("signed in again"))
      let bare = try await site.post(
        "/alerts/mutes", "product=x", headers: [.cookie: forged.cookie])
      #expect(bare.status == .forbidden && !bare.text.contains("signed in again"))
      #expect(bare.text.contains("lacks its token"), "\(bare.text)")
      #expect(try state.readAlerts { try $0.mutes(at: .now) }.isEmpty)
    }
  }
}
