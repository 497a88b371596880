/// What came out of one check; manifests have all of it but the figure.
public struct CheckResult: Hashable, Codable, Sendable {
  /// How it ended.
  public enum Outcome: String, Hashable, Codable, Sendable {
    /// It holds.
    case passed
    /// It does not hold, and the report is published all the same.
    case warned
    /// It does not hold, and nothing is published.
    case failed
  }

  /// The check's name.
  public var name: String
  /// What must hold, as a sentence.
  public var title: String
  /// How it ended.
  public var outcome: Outcome
  /// What was expected, as exact text, for example the database's control total; may be empty.
  public var expected: String
  /// What was found, as exact text; may be empty.
  public var found: String
  /// A sentence more, for example how many rows it concerns; may be empty.
  public var detail: String
  /// The figure that this is of one unit of, such as `Detail: Quantity`; nil when it is not of a unit.
  public var figure: String?

  private enum CodingKeys: String, CodingKey {
    case name, title, outcome, expected, found, detail
  }

  /// A result.
  public init(
    name: String, title: String, outcome: Outcome, expected: String = "", found: String = "",
    detail: String = "", figure: String? = nil
  ) {
    self.name = name
    self.title = title
    self.outcome = outcome
    self.expected = expected
    self.found = found
    self.detail = detail
    self.figure = figure
  }

  /// What was found, in one line: of a check that warned, the title says what should be and is not.
  public var line: String { detail.isEmpty ? title : detail }
}
