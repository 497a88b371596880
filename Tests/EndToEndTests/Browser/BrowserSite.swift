import Foundation
import Testing
import TestServers

/// A served site, and the browsers that look at it.
final class BrowserSite {
  /// Where the site is.
  let address: String
  private let site: Program
  private let driver: ChromeDriver
  private let place: Workplace
  private var opened = 0
  private var links = 0

  /// Serves what a workplace has published.
  init(_ place: Workplace) throws {
    self.place = place
    (site, address, _) = try place.serve()
    driver = try ChromeDriver()
  }

  deinit {
    site.send(SIGTERM)
    _ = try? site.wait()
  }

  /// A new window of a person who has signed in.
  func signedIn(width: Int = 1_280) async throws -> Browser {
    opened += 1
    let browser = try await Browser(
      driver, width: width, downloads: "\(place.folder)/downloads-\(opened)")
    // A link is good for ten minutes, and on a busy machine a window may come later than that.
    for _ in 0..<3 {
      links += 1
      if links > 1 {
        try await browser.open(address + "/signin")
        try await browser.submit("form[action='/signin/link'] button")
      }
      try await browser.open(signInLink(links))
      try await browser.submit("form[action='/signin'] button")
      if try await !browser.address.contains("/signin") { break }
    }
    return browser
  }

  /// A link that lets one browser sign in; the first is written at the start, others when asked for.
  private func signInLink(_ number: Int) throws -> String {
    var links: [Substring] = []
    try waitUntil("the site writes link \(number)") {
      links = try site.said().matches(of: /(http\S+token=\S+)\n/).map(\.1)
      return links.count >= number || !site.isRunning
    }
    return String(try #require(links.count >= number ? links[number - 1] : nil))
  }

  /// Every kind of page, by its path.
  func pages(_ browser: Browser) async throws -> [String] {
    var paths = ["/", "/signin", "/alerts", "/review", "/review/orders", "/review/trail"]
    func first(_ selector: String, on path: String) async throws {
      try await browser.open(address + path)
      let found = try await browser.script(
        "return document.querySelector(arguments[0])?.getAttribute('href') ?? null", [selector])
      paths.append(try #require(found as? String, "no \(selector) on \(path)"))
    }
    try await first("h2 a", on: "/")
    try await first("section a[href^='/reports/']", on: try #require(paths.last))
    let report = try #require(paths.last)
    try await first("ul.tables a", on: report)
    try await first("tbody th a", on: "/review")
    try await first("tbody th a", on: try #require(paths.last))
    return paths
  }

  /// The pages of all published tables.
  func tables(_ browser: Browser) async throws -> [String] {
    func links(_ selector: String, on path: String) async throws -> [String] {
      try await browser.open(address + path)
      let found = try await browser.script(
        "return [...document.querySelectorAll(arguments[0])].map(a => a.getAttribute('href'))",
        [selector])
      return try #require(found as? [String])
    }
    var paths: [String] = []
    for report in try await links("h2 a", on: "/") {
      let runs = try await links("section a[href^='/reports/']", on: report)
      // A roll-forward comes at a month's end.
      guard let run = runs.first, !report.hasSuffix("/roll-forward") else { continue }
      paths += try await links("ul.tables a", on: run)
    }
    return paths
  }

  /// Keeps a page as it is printed in the folder that PICTURES names, for looking at.
  func keepPrint(of path: String, _ browser: Browser) async throws {
    guard let folder = ProcessInfo.processInfo.environment["PICTURES"] else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let name = path.split(separator: "/").map { String($0.prefix(24)) }.joined(separator: "-")
    try await browser.print(to: "\(folder)/\(name).pdf")
  }

  /// Keeps a picture of a page in the folder that PICTURES names, for looking at.
  func keepPicture(of path: String, _ browser: Browser, _ kind: String) async throws {
    guard let folder = ProcessInfo.processInfo.environment["PICTURES"] else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let name = path.prefix { $0 != "?" }.split(separator: "/").prefix(3)
      .map { String($0.prefix(24)) }.joined(separator: "-")
    try await browser.picture(at: "\(folder)/\(name.isEmpty ? "reports" : name)-\(kind).png")
  }
}
