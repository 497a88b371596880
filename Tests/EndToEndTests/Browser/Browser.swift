import Foundation
import Testing
import TestServers

/// A real browser, driven over the W3C WebDriver protocol by chromedriver.
final class Browser {
  /// The browser on this machine and the program that drives it, where `.ci/setup` finds them too.
  static let programs = path(of: "chromium").flatMap { browser in
    path(of: "chromedriver").map { (browser: browser, driver: $0) }
  }

  /// Where a program lies on PATH; nil when it is not there.
  private static func path(of name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return folders.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Where a downloaded file appears.
  let downloads: String
  private let driver: ChromeDriver
  private let session: String

  /// Opens a window of this width, in pixels of a page.
  init(_ driver: ChromeDriver, width: Int = 1280, downloads: String) async throws {
    self.driver = driver
    self.downloads = downloads
    let options: [String: Any] = [
      "binary": try #require(Self.programs).browser,
      "args": [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--hide-scrollbars", "--window-size=\(max(width, 500)),900",
      ],
      "prefs": ["download.default_directory": downloads, "download.prompt_for_download": false],
    ]
    let answer = try await driver.ask(
      "POST", "/session",
      ["capabilities": ["alwaysMatch": ["browserName": "chrome", "goog:chromeOptions": options]]])
    session = try #require((answer as? [String: Any])?["sessionId"] as? String)
    // Narrower than a window can be is a phone.
    if width < 500 {
      try await command(
        "Emulation.setDeviceMetricsOverride",
        [
          "width": width, "height": 844, "deviceScaleFactor": 2, "mobile": true,
        ])
    }
  }

  /// Closes the window.
  func close() async throws {
    _ = try await driver.ask("DELETE", "/session/\(session)")
  }

  /// Loads a page and waits until it is there.
  func open(_ address: String) async throws {
    try await tell("url", ["url": address])
  }

  /// The address of the page.
  var address: String {
    get async throws { try await script("return document.location.href") as? String ?? "" }
  }

  /// What a person reads on the page.
  var text: String {
    get async throws { try await script("return document.body.innerText") as? String ?? "" }
  }

  /// What a person reads in the first element that fits a selector.
  func text(of selector: String) async throws -> String {
    let found = try await script(
      "return document.querySelector(arguments[0])?.innerText ?? null", [selector])
    return try #require(found as? String, "no \(selector) on the page")
  }

  /// Presses the first element that fits a selector, as the mouse does.
  func click(_ selector: String) async throws {
    try await tell("element/\(element(selector))/click", [:])
  }

  /// Presses a form's button, and waits until the next page is there.
  ///
  /// The press alone comes back before an answer that takes its time.
  func submit(_ selector: String) async throws {
    try await script("document.documentElement.dataset.left = 'yes'")
    try await click(selector)
    try await nextPage()
  }

  /// Presses a key that leaves the page, and waits until the next one is there.
  func leave(by key: String) async throws {
    try await script("document.documentElement.dataset.left = 'yes'")
    try await press(key)
    try await nextPage()
  }

  /// Waits until the page is another one than that which was left.
  private func nextPage() async throws {
    let isThere =
      "return !document.documentElement.dataset.left && document.readyState == 'complete'"
    for _ in 0..<2_000 {
      if try await script(isThere) as? Bool == true { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw CannotGoOn("still on \(try await address): \(try await text)")
  }

  /// Follows the first link with this text.
  func click(link text: String) async throws {
    let answer = try await tell("element", ["using": "link text", "value": text])
    let found = try #require(
      (answer as? [String: String])?.values.first, "no link \(text) on the page")
    try await tell("element/\(found)/click", [:])
  }

  /// How many elements fit a selector.
  func count(_ selector: String) async throws -> Int {
    let found = try await script(
      "return document.querySelectorAll(arguments[0]).length", [selector])
    return try #require(found as? Int)
  }

  /// Puts a text in place of a field's own.
  func fill(_ selector: String, with text: String) async throws {
    let field = try await element(selector)
    try await tell("element/\(field)/clear", [:])
    try await tell("element/\(field)/value", ["text": text])
  }

  /// Presses keys, one after another, wherever the focus is.
  func press(_ keys: String...) async throws {
    let presses = keys.flatMap { key in
      [["type": "keyDown", "value": key], ["type": "keyUp", "value": key]]
    }
    try await tell(
      "actions",
      [
        "actions": [["type": "key", "id": "keyboard", "actions": presses]]
      ])
  }

  /// What has the focus, by its words.
  var focused: String {
    get async throws {
      try await script("return document.activeElement.innerText.trim()") as? String ?? ""
    }
  }

  /// Presses a key until the focus is on what has these words; a hundred times at most.
  func press(_ key: String, until words: String) async throws {
    for _ in 0..<100 {
      try await press(key)
      if try await focused == words { return }
    }
    throw CannotGoOn("the keyboard does not come to \(words)")
  }

  /// Shows pages as somebody sees them who prefers them light or dark.
  func prefer(_ scheme: String) async throws {
    try await command(
      "Emulation.setEmulatedMedia",
      [
        "features": [["name": "prefers-color-scheme", "value": scheme]]
      ])
  }

  /// Lays pages out as on paper of so many millimetres between its margins.
  func layOutForPrint(width millimetres: Double) async throws {
    try await command("Emulation.setEmulatedMedia", ["media": "print"])
    try await command(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": Int(millimetres * 96 / 25.4), "height": 700, "deviceScaleFactor": 1,
        "mobile": false,
      ])
  }

  /// The page as it is printed, on the paper that it asks for.
  func print(to path: String) async throws {
    let answer = try await command("Page.printToPDF", ["preferCSSPageSize": true])
    let text = try #require((answer as? [String: Any])?["data"] as? String)
    try #require(Data(base64Encoded: text)).write(to: URL(fileURLWithPath: path))
  }

  /// Waits until a file is downloaded, and gives its path.
  func downloaded(endingIn ending: String) async throws -> String {
    for _ in 0..<2_000 {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: downloads)) ?? []
      // While it comes there is an empty file of the name, and another one beside it.
      if let name = names.first(where: { $0.hasSuffix(ending) }),
        !names.contains(where: { $0.hasSuffix(".crdownload") }),
        let file = FileManager.default.contents(atPath: "\(downloads)/\(name)"), !file.isEmpty
      {
        return "\(downloads)/\(name)"
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw CannotGoOn("nothing that ends in \(ending) was downloaded")
  }

  /// Runs a script in the page, and gives what it returns.
  @discardableResult
  func script(_ body: String, _ arguments: [Any] = []) async throws -> Any? {
    try await tell("execute/sync", ["script": body, "args": arguments])
  }

  /// Runs a script that calls its last argument when it is done.
  func scriptThatEnds(_ body: String, _ arguments: [Any] = []) async throws -> Any? {
    try await tell("execute/async", ["script": body, "args": arguments])
  }

  /// Speaks to the browser itself, over the DevTools protocol.
  @discardableResult
  func command(_ name: String, _ parameters: [String: Any]) async throws -> Any? {
    try await tell("goog/cdp/execute", ["cmd": name, "params": parameters])
  }

  /// The whole page as a picture.
  func picture(at path: String) async throws {
    let answer = try await command(
      "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true])
    let text = try #require((answer as? [String: Any])?["data"] as? String)
    try #require(Data(base64Encoded: text)).write(to: URL(fileURLWithPath: path))
  }

  private func element(_ selector: String) async throws -> String {
    let answer = try await tell("element", ["using": "css selector", "value": selector])
    return try #require((answer as? [String: String])?.values.first, "no \(selector) on the page")
  }

  @discardableResult
  private func tell(_ path: String, _ body: [String: Any]) async throws -> Any? {
    try await driver.ask("POST", "/session/\(session)/\(path)", body)
  }
}
