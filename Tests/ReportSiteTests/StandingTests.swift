import Foundation
import HummingbirdTesting
import JobRunner
import Publishing
import Reports
import Schedule
import SiteSettings
import Testing
import Values

@testable import ReportSite

/// When a page says that something wants a person.
@Suite struct StandingTests {
  private static let since = Instant(microseconds: 1_795_312_800_000_000)
  private static let warning =
    "In the latest run these checks warned: &quot;Rows as usual&quot; and 1 more."

  private func text(dueFor minutes: Int64, isOverdue: Bool = false) -> StandingText {
    let definition = ReportDefinition(
      name: "low-stock", folder: "reports/low-stock", title: "Low stock", audience: "purchasing",
      description: "", schedule: .hourly, parameters: [], tables: [], charts: [], checks: [],
      keyTotal: nil)
    let standing = ReportStanding(
      definition: definition, standing: isOverdue ? .overdue : .due, due: ["now"],
      dueSince: Self.since, nextDue: nil, failure: nil, isRunning: false, attempts: [])
    return StandingText(
      standing, calendar: .utc,
      now: Instant(microseconds: Self.since.microseconds + minutes * 60_000_000), scope: .all)
  }

  @Test func `What is due waits for its hourly job before anybody is warned`() throws {
    for minutes in [0, 7, 40, 69] as [Int64] {
      let text = text(dueFor: minutes)
      #expect(text.word == "Due" && text.tone == "plain", "\(minutes)")
      let note = try #require(text.notes.first)
      #expect(note.tone == "plain" && note.text.contains("The next hourly job makes it."))
    }
    let late = text(dueFor: 70)
    #expect(late.tone == "warn" && late.notes.first?.tone == "warn")
    let overdue = text(dueFor: 10, isOverdue: true)
    #expect(overdue.tone == "bad" && overdue.notes.first?.tone == "bad")
  }

  @Test func `A check that warns is told where the report is, and shown where it leads`()
    async throws
  {
    try await withPages { site, sample in
      let person = SiteClient.Person(site.site)
      #expect(try await !site.get("/", as: person).text.contains("warns"))
      let run = try sample.publish(
        "2026-11-22", second: 60,
        checks: [
          CheckResult(name: "a", title: "Rows as usual.", outcome: .warned, found: "99"),
          CheckResult(name: "b", title: "No gaps", outcome: .warned),
          CheckResult(name: "c", title: "It adds up", outcome: .passed),
        ])
      let siam = try #require(UUIDBytes(PublishedSample.siam))
      let limited = SiteClient.Person(site.site, [.reportsRead], stores: .only([siam]))
      for (path, who) in [
        ("/reports/inventory-valuation", person), ("/reports/inventory-valuation", limited),
      ] {
        // The board is looked at anew within a second.
        let deadline = ContinuousClock.now + .seconds(60)
        var page = ""
        while !page.contains("these checks warned") {
          try #require(ContinuousClock.now < deadline)
          page = try await site.get(path, as: who).text
        }
        #expect(page.contains(Self.warning))
        #expect(page.contains("href=\"/reports/inventory-valuation/\(run.id)#checks\""))
      }
      let first = try await site.get("/", as: person).text
      #expect(first.contains(Self.warning))
    }
  }
}
