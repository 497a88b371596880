/// Why a period was published again, and what that changed.
public struct Reissue: Hashable, Codable, Sendable {
  /// A figure that differs between the two runs.
  public struct Difference: Hashable, Codable, Sendable {
    /// The table's key.
    public var table: String
    /// The totalled column's key, or `rows`.
    public var column: String
    /// The unit of measure of a quantity.
    public var unit: String?
    /// What the former run had, as exact text; empty when it had none.
    public var before: String
    /// What this run has, as exact text; empty when it has none.
    public var after: String
  }

  /// The id of the run that this one replaces.
  public var runID: String
  /// The reason, for people.
  public var reason: String
  /// The rows and control totals that differ; nil when none do.
  public var differences: [Difference]?

  private enum CodingKeys: String, CodingKey {
    case runID = "run_id"
    case reason, differences
  }

  /// A reissue of a run.
  public init(of run: RunID, reason: String, differences: [Difference] = []) {
    runID = run.text
    self.reason = reason
    self.differences = differences.isEmpty ? nil : differences
  }
}
