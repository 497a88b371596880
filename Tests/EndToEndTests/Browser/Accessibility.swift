import Foundation
import Testing

extension Browser {
  /// The rules of axe-core, which `make setup` puts beside what is built.
  static let accessibilityRules = FileManager.default.contents(
    atPath: Places.repository + "/.build/axe/axe_playwright_python/axe.min.js"
  ).map { String(decoding: $0, as: UTF8.self) }

  /// What the page is held against WCAG 2.2 AA for: each violation with its rule and places.
  func accessibilityViolations() async throws -> [String] {
    try await script(#require(Self.accessibilityRules))
    let found = try await scriptThatEnds(
      """
      const done = arguments[arguments.length - 1];
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      axe.run(document, {runOnly: tags}).then(
        found => done(found.violations.map(
          rule => rule.id + ': ' + rule.nodes.map(node => node.target.join(' ')).join(', '))),
        failure => done(['axe: ' + failure]));
      """)
    return try #require(found as? [String])
  }
}
