import Foundation
import TestSupport
import Testing

extension Browser {
  /// The rules of axe-core, from the tests' Python environment.
  static let accessibilityRules = TestPython.module("axe_playwright_python").flatMap {
    FileManager.default.contents(atPath: $0 + "/axe.min.js")
  }.map { String(decoding: $0, as: UTF8.self) }

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
