import Foundation
import Testing
import TestServers
import TestSupport

/// The pages against the program itself.
struct PageTests {
  private static func page(_ path: String) throws -> String {
    try String(contentsOfFile: "\(Places.repository)/\(path)", encoding: .utf8)
  }

  private static func pages() throws -> [(path: String, text: String)] {
    let folder = "\(Places.repository)/docs"
    let inside = try #require(FileManager.default.enumerator(atPath: folder))
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
    return try (["README.md", "CONTRIBUTING.md", "reports/README.md"] + inside).map {
      ($0, try page($0))
    }
  }

  /// The tables of a text, each from the comment that names its group to the one that ends it.
  private static func tables(_ text: String) -> [String] {
    text.matches(of: /<!-- settings: [\s\S]*?<!-- end -->/).map { String($0.0) }
  }

  /// With `RECORD_PAGES=1` it writes the tables anew and fails.
  @Test func `the page of settings has the program's own tables`() throws {
    let shown = try Program.run(
      try Program.inventoryReports.get(), ["config", "show", "--markdown"])
    #expect(shown.code == 0 && shown.errors.isEmpty, "\(shown.errors)")
    let path = "docs/configuration.md"
    var text = try Self.page(path)
    let own = Self.tables(shown.output)
    #expect(own.count > 8)
    let there = Self.tables(text)
    if ProcessInfo.processInfo.environment["RECORD_PAGES"] == "1" {
      for (old, new) in zip(there, own) { text = text.replacing(old, with: new) }
      try text.write(
        toFile: "\(Places.repository)/\(path)", atomically: true, encoding: .utf8)
      Issue.record("the tables were written anew; read them over")
      return
    }
    #expect(there.count == own.count)
    for (old, new) in zip(there, own) { #expect(old == new, "RECORD_PAGES=1 writes it") }
  }

  /// A command of the program as it describes itself.
  private struct Command: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable {
        var kind: String
        var name: String
      }
      var names: [Name]?
    }
    struct Root: Decodable { var command: Command }

    var commandName: String
    var subcommands: [Command]?
    var arguments: [Argument]?

    var options: Set<String> {
      Set(
        (arguments ?? []).flatMap { $0.names ?? [] }.map {
          ($0.kind == "short" ? "-" : "--") + $0.name
        })
    }
  }

  @Test func `the commands on the pages are the program's`() throws {
    let help = try Program.run(
      try Program.inventoryReports.get(), ["--experimental-dump-help"])
    let root = try JSONDecoder().decode(Command.Root.self, from: Data(help.output.utf8)).command
    var count = 0
    for (path, text) in try Self.pages() {
      let lines = text.matches(of: /(?:`|\n {4,}(?:sudo )?)inventory-reports ([a-z-][^`\n]*)/)
      for line in lines.map({ String($0.1) }) {
        var command = root
        let words = line.split(separator: " ").prefix { !["#", "|", "&&", ">"].contains($0) }
        for word in words {
          if let next = (command.subcommands ?? []).first(where: { $0.commandName == word }) {
            command = next
          } else if word.hasPrefix("-") {
            let option = String(word.prefix { $0 != "=" })
            #expect(command.options.contains(option), "\(path): \(line)")
          } else {
            #expect((command.subcommands ?? []).isEmpty, "\(path): \(line)")
          }
        }
        count += 1
      }
    }
    #expect(count > 40)
  }

  @Test func `the example of a webhook verifies as its page says`() throws {
    let text = try Self.page("docs/webhooks.md")
    func block(after words: String) throws -> String {
      let start = try #require(text.range(of: words)).upperBound
      let lines = text[start...].split(separator: "\n", omittingEmptySubsequences: false)
        .drop { !$0.hasPrefix("    ") }.prefix { $0.hasPrefix("    ") || $0.isEmpty }
      return lines.map { $0.dropFirst(4) }.joined(separator: "\n")
    }
    let event = try block(after: "## An event")
    let header = Dictionary(
      event.matches(of: /([\w-]+): (.*)/).map { (String($0.1), String($0.2)) },
      uniquingKeysWith: { first, _ in first })
    let body = event.drop { $0 != "{" }.filter { !$0.isNewline }
    let secret = try #require(text.firstMatch(of: /whsec_\w{20,}/)).0
    let check = """
      \(try block(after: "Python:"))
      import json, sys
      headers, body, secret = json.loads(sys.argv[1])
      time.time = lambda: int(headers["webhook-timestamp"])
      good = is_ours(secret, headers, body.encode())
      bad = is_ours(secret, headers, body.encode() + b" ")
      print(good, bad)
      """
    let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"].reduce(
      into: [String: String]()
    ) { $0[$1] = header[$1] }
    let given = try JSONSerialization.data(withJSONObject: [headers, body, String(secret)])
    let outcome = try ChildProcess.run(
      TestPython.path, ["-c", check, String(decoding: given, as: UTF8.self)])
    #expect(outcome.text == "True False\n", "\(outcome.errors)")
  }
}
