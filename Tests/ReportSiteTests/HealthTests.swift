import Foundation
import HTTPTypes
import HummingbirdTesting
import SiteSettings
import Testing

@testable import ReportSite

@Suite struct HealthTests {
  @Test func `It is ready when the reports can be read`() async throws {
    try await withPublishedSite { site, _ in
      let answer = try await site.get("/readyz")
      #expect(answer.status == .ok)
      #expect(answer.text.hasPrefix(#"{"ready":true,"problems":[],"last_run_age_seconds":"#))
    }
    try await withSite { site in
      let answer = try await site.get("/readyz")
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.text.contains("reports folder is missing"))
      #expect(!answer.text.contains("nonexistent"))
    }
  }

  @Test func `A state that does not open makes it not ready`() async throws {
    let folder = NSTemporaryDirectory() + "site-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(repeating: 0x41, count: 8_192).write(
      to: URL(fileURLWithPath: "\(folder)/state.sqlite"))
    var settings = SiteSettings.forTests(output: folder)
    settings.state = folder
    try await withSite(settings) { site in
      let answer = try await site.get("/readyz")
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.text.contains("state"))
    }
  }

  @Test func `Requests are counted by their routes, whatever is asked`() async throws {
    var settings = SiteSettings.forTests()
    settings.metricsToken = "scrape"
    try await withSite(settings) { site in
      let person = SiteClient.Person(site.site)
      for number in 0..<20 {
        _ = try await site.get("/api/inventory/reports/\(number)/runs", as: person)
        _ = try await site.get("/nowhere/\(number)")
      }
      #expect(try await site.get("/metrics").status == .unauthorized)
      #expect(
        try await site.get("/metrics", headers: [.authorization: "Bearer wrong"]).status
          == .unauthorized)
      let page = try await site.get("/metrics", headers: [.authorization: "Bearer scrape"])
      #expect(
        page.text.contains(
          #"requests_total{route="/api/inventory/reports/{report}/runs",method="GET",status="404"} 20"#
        ), "\(page.text)")
      #expect(page.text.contains(#"{route="NotFound",method="GET",status="404"} 20"#))
      #expect(
        page.text.contains(
          #"duration_seconds_bucket{route="/api/inventory/reports/{report}/runs",le="+Inf"} 20"#))
      #expect(!page.text.contains("nowhere"))
    }
  }

  @Test func `A label is escaped as the format has it`() {
    let metrics = SiteMetrics()
    metrics.count(route: "/a\"b\\c\n", method: "GET", status: 200, seconds: 0.002)
    let page = metrics.page()
    #expect(page.contains(#"requests_total{route="/a\"b\\c\n",method="GET",status="200"} 1"#))
    #expect(page.contains(#"duration_seconds_bucket{route="/a\"b\\c\n",le="0.001"} 0"#))
    #expect(page.contains(#"duration_seconds_bucket{route="/a\"b\\c\n",le="0.0025"} 1"#))
    #expect(page.contains(#"duration_seconds_count{route="/a\"b\\c\n"} 1"#))
  }

  @Test func `Without a token no other machine reads the metrics`() async throws {
    try await withSite { site in
      let answer = try await site.get("/metrics")
      #expect(answer.status == .forbidden)
    }
  }
}
