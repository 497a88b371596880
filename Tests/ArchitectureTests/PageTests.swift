import Foundation
import Testing

/// The pages hold together, and name all that the program has.
@Suite struct PageTests {
  private static func source(_ path: String) throws -> String {
    try String(contentsOf: Page.root.appending(path: path), encoding: .utf8)
  }

  @Test func `Every link between pages leads to a file, and to a heading of it`() throws {
    let pages = try Page.all()
    #expect(pages.count > 20)
    var links = 0
    for page in pages {
      let folder = Page.root.appending(path: page.path).deletingLastPathComponent()
      for target in page.targets where !target.contains("://") && !target.hasPrefix("mailto:") {
        links += 1
        let parts = target.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let file =
          parts[0].isEmpty
          ? Page.root.appending(path: page.path)
          : folder.appending(path: parts[0]).standardizedFileURL
        guard FileManager.default.fileExists(atPath: file.path) else {
          Issue.record("\(page.path): there is no \(target)")
          continue
        }
        guard parts.count == 2 else { continue }
        let aim = try Page(String(file.path.dropFirst(Page.root.path.count + 1)))
        #expect(aim.anchors.contains(parts[1]), "\(page.path): no heading for \(target)")
      }
    }
    #expect(links > 100)
  }

  @Test func `The index has every page and each picture is shown`() throws {
    let folder = Page.root.appending(path: "docs")
    let index = try Page("docs/README.md")
    let listed = Set(
      index.targets.map { String($0.prefix { $0 != "#" }) }.map {
        folder.appending(path: $0).standardizedFileURL.path
      })
    let shown = Set(
      try Page.all().flatMap { page in
        let place = Page.root.appending(path: page.path).deletingLastPathComponent()
        return page.targets.map { place.appending(path: $0).standardizedFileURL.path }
      })
    for page in try Page.all() where page.path.hasPrefix("docs/") && page.path != index.path {
      #expect(listed.contains(Page.root.appending(path: page.path).path), "\(page.path)")
    }
    let pictures = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "images").path)
    #expect(!pictures.isEmpty)
    for picture in pictures {
      #expect(shown.contains(folder.appending(path: "images/\(picture)").path), "\(picture)")
    }
  }

  @Test func `The first page is short`() throws {
    let page = try Page("README.md")
    #expect(page.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
    #expect(page.text.contains("make demo"))
  }

  @Test func `Every exit code is on the operator's page and the manual page`() throws {
    let text = try Self.source("Sources/InventoryReports/ExitStatus.swift")
    let codes = text.matches(of: /static let \w+: Int32 = (\d+)/).map { String($0.1) }
    #expect(codes.count > 7)
    let page = try Page("docs/operations.md").text
    let manual = try Self.source("packaging/manual.py")
    for code in codes + ["129, 130, 143"] {
      #expect(page.contains("\n| \(code) | "), "\(code)")
      #expect(manual.contains("(\"\(code)\", "), "\(code)")
    }
  }

  @Test func `Every column of every report is in the contract`() throws {
    let pages = try Page("docs/contract.md").text + "\n" + Page("docs/contract-ageing.md").text
    let sections = pages.split(separator: "\n## ").reduce(into: [String: String]()) {
      $0[String($1.prefix { $0 != "\n" }), default: ""] += String($1)
    }
    let shared = try #require(sections["Columns that many tables have"])
    let folder = Page.root.appending(path: "reports").path
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let path = "reports/\(name)/report.yml"
      guard FileManager.default.fileExists(atPath: Page.root.appending(path: path).path) else {
        continue
      }
      let own = try #require(sections[name], "\(path)")
      for match in try Self.source(path).matches(of: /- \{key: (\w+), type/) {
        count += 1
        let word = "`\(match.1)`"
        #expect(own.contains(word) || shared.contains(word), "\(path): \(match.1)")
      }
    }
    #expect(count > 100)
  }

  @Test func `Every make target that a page names is there`() throws {
    let makefile = try Self.source("Makefile")
    let targets = Set(makefile.matches(of: /\n([a-z-]+):/).map { String($0.1) })
    for page in try Page.all() {
      let commands =
        page.text.matches(of: /(?:`|\n    )(?:sudo )?make ([a-z-]+)/).map { String($0.1) }
      for target in commands { #expect(targets.contains(target), "\(page.path): make \(target)") }
    }
  }

  @Test func `The version stands in one place and has its changes`() throws {
    let text = try Self.source("Sources/InventoryReports/Version.swift")
    let version = try #require(text.firstMatch(of: /current = "([^"]+)"/)).1
    let changes = try Page("CHANGELOG.md").text
    #expect(changes.contains("\n## [Unreleased]\n"))
    #expect(changes.contains(try Regex("\n## \\[\(version)\\] - \\d{4}-\\d{2}-\\d{2}\n")))
    for path in [
      "Makefile", "packaging/deb", "packaging/install", "packaging/control", "packaging/manual.py",
      "Sources/InventoryReports/Main.swift",
    ] {
      #expect(!(try Self.source(path)).contains(version), "\(path)")
    }
  }
}
