public import Reports

/// One check and its result in a manifest.
public struct CheckFact: Hashable, Codable, Sendable {
  /// The check's name.
  public var name: String
  /// What must hold, as a sentence.
  public var title: String
  /// How it ended.
  public var outcome: CheckResult.Outcome
  /// What was expected, as exact text; may be empty.
  public var expected: String
  /// What was found, as exact text; may be empty.
  public var found: String
  /// A sentence more; may be empty.
  public var detail: String

  /// The fact of a result.
  init(_ result: CheckResult) {
    name = result.name
    title = result.title
    outcome = result.outcome
    expected = result.expected
    found = result.found
    detail = result.detail
  }

  /// What was found, in one line.
  public var line: String { detail.isEmpty ? title : detail }
}
