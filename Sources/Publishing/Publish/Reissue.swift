/// Why a period was published again, and what that changed.
package struct Reissue: Hashable, Codable, Sendable {
  /// A figure that differs between the two runs.
  package struct Difference: Hashable, Codable, Sendable {
    package var table: String
    /// The totalled column's key, or `rows`.
    package var column: String
    /// The unit of measure of a quantity.
    package var unit: String?
    /// What the former run had, as exact text; empty when it had none.
    package var before: String
    /// What this run has, as exact text; empty when it has none.
    package var after: String
  }

  /// The id of the run that this one replaces.
  package var runID: String
  /// The reason, for people.
  package var reason: String
  /// The rows and control totals that differ; nil when none do.
  package var differences: [Difference]?

  private enum CodingKeys: String, CodingKey {
    case runID = "run_id"
    case reason, differences
  }

  /// A reissue of a run.
  package init(of run: RunID, reason: String, differences: [Difference] = []) {
    runID = run.text
    self.reason = reason
    self.differences = differences.isEmpty ? nil : differences
  }
}
