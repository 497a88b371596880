import Demo
import Foundation
import Publishing
import Testing
import TestServers

/// What people do, in a real browser with the real program.
@Suite(
  .enabled(if: Browser.programs != nil, "chromium and chromedriver are not on PATH"), .serialized)
struct BrowserTests {
  /// That of the example, six years before: a day that is over wherever the tests run.
  private static let day = "2020-11-21"

  /// Lends a site with suggestions, and browsers to look at it.
  private func withSite(
    _ body: (BrowserSite, Workplace) async throws -> Void
  ) async throws {
    let example = try String(
      contentsOfFile: "\(Places.reports)/reorder-suggestions/example/given.sql", encoding: .utf8)
    let database = try TestDatabase(InventorySchema.all, example.replacing("2026-", with: "2020-"))
    try await Workplace.lendToBrowsers(database) { place in
      let made = try place.run("run", "--all", "--date", Self.day)
      try #require(made.code == 0, "\(made.errors)")
      try await body(BrowserSite(place), place)
    }
  }

  @Test func `A workbook arrives as it was published`() async throws {
    try await withSite { site, place in
      let browser = try await site.signedIn()
      try await browser.click("a.button[href$='.xlsx'][href*='inventory-valuation']")
      let name = try await browser.downloaded(endingIn: ".xlsx")
      let latest = try PublishedReports(output: place.output).latest(of: "inventory-valuation")
      let workbook = try #require(latest?.package.resources.first { $0.format == "xlsx" })
      let bytes = try #require(FileManager.default.contents(atPath: name))
      #expect(ContentHash.sha256([UInt8](bytes)) == workbook.hash)
      #expect(name.contains(Self.day))
      try await browser.close()
    }
  }

  @Test func `A supplier is reviewed, from suggestion to exported order`() async throws {
    try await withSite { site, _ in
      let browser = try await site.signedIn()
      try await browser.open(site.address + "/review")
      try await browser.click(link: "Siam Tea")
      #expect(try await browser.text.contains("Black tea"))
      try await browser.fill("form.decide input[name=quantity]", with: "12")
      try await browser.fill("form.decide input[name=reason]", with: "a festival")
      try await browser.submit("form.decide button[value=approve]")
      #expect(try await browser.text(of: "td[data-label=Decision] .mark") == "Approved")
      try await browser.submit("form[action^='/review/export'] button")
      let address = try await browser.address
      #expect(address.contains("/review/orders"))
      try await browser.click("a.button[href$='csv']")
      let name = try await browser.downloaded(endingIn: ".csv")
      let order = try String(contentsOfFile: name, encoding: .utf8)
      #expect(order.contains("Green tea"), "\(order)")
      #expect(order.contains(",12.000,"), "\(order)")
      try await browser.open(site.address + "/review")
      try await browser.click(link: "Siam Tea")
      #expect(try await browser.count("form[action^='/review/export']") == 0)
      try await browser.open(site.address + "/review/trail")
      #expect(try await browser.text.contains("a festival"))
      try await browser.close()
    }
  }

  @Test func `Of two buyers the second is shown what the first decided`() async throws {
    try await withSite { site, _ in
      let first = try await site.signedIn()
      let second = try await site.signedIn()
      for browser in [first, second] {
        try await browser.open(site.address + "/review")
        try await browser.click(link: "Siam Tea")
        try await browser.click("tbody th a")
      }
      try await first.submit("form.decide button[value=approve]")
      try await second.fill("form.decide input[name=reason]", with: "not needed")
      try await second.submit("form.decide button[value=dismiss]")
      #expect(try await second.count("[role=alert]") == 1)
      #expect(
        try await second.script(
          "return document.querySelector('form.decide input[name=reason]').value") as? String
          == "not needed")
      #expect(try await second.text(of: "main p .mark") == "Approved")
      try await first.close()
      try await second.close()
    }
  }

  @Test func `A line is approved by keyboard alone`() async throws {
    try await withSite { site, _ in
      let browser = try await site.signedIn()
      let (tab, enter) = ("\u{E004}", "\u{E007}")
      try await browser.open(site.address + "/")
      try await browser.press(tab)
      #expect(try await browser.focused == "Skip to the content")
      for stop in ["Reorder review", "Siam Tea"] {
        try await browser.press(tab, until: stop)
        try await browser.leave(by: enter)
      }
      try await browser.press(tab, until: "Approve")
      try await browser.leave(by: enter)
      #expect(try await browser.text(of: "td[data-label=Decision] .mark") == "Approved")
      try await browser.close()
    }
  }

  @Test func `Every column of a table is on the paper`() async throws {
    // What lies beyond the paper, and what shows less than it has; a page of few columns is wide enough.
    let lost = """
      return [...document.querySelectorAll('.rows th, .rows td')].filter(cell =>
        cell.getBoundingClientRect().right > innerWidth + 1
          || getComputedStyle(cell).overflow != 'visible' && cell.scrollWidth > cell.clientWidth + 1
      ).map(cell => cell.textContent)
      """
    try await withSite { site, _ in
      let browser = try await site.signedIn()
      let tables = try await site.tables(browser)
      #expect(tables.count > 10)
      // A4 across, between the margins of the style sheet.
      try await browser.layOutForPrint(width: 277)
      for path in tables {
        try await browser.open(site.address + path)
        #expect(try await browser.count(".rows thead th") > 3)
        #expect(try await browser.script(lost) as? [String] == [], "\(path)")
        #expect(
          try await browser.script("return getComputedStyle(document.querySelector('main')).page")
            as? String == "sheet")
        try await site.keepPrint(of: path, browser)
      }
      try await browser.close()
    }
  }

  @Test(.enabled(if: Browser.accessibilityRules != nil, "axe-core is not there: make setup"))
  func `No page breaks a rule of accessibility, on a screen or a phone, by day or night`()
    async throws
  {
    try await withSite { site, _ in
      for width in [1_280, 390] {
        let browser = try await site.signedIn(width: width)
        for scheme in ["light", "dark"] {
          try await browser.prefer(scheme)
          for path in try await site.pages(browser) {
            try await browser.open(site.address + path)
            let violations = try await browser.accessibilityViolations()
            #expect(violations == [], "\(path) at \(width), \(scheme)")
            let isWide = try await browser.script(
              "return document.documentElement.scrollWidth > arguments[0]", [width])
            #expect(isWide as? Bool == false, "\(path) is wider than \(width)")
            try await site.keepPicture(of: path, browser, "\(width)-\(scheme)")
          }
        }
        try await browser.close()
      }
    }
  }
}
