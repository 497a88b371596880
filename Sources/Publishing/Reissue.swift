/// Why a period was published again.
public struct Reissue: Hashable, Codable, Sendable {
  /// The id of the run that this one replaces.
  public var runID: String
  /// The reason, for people.
  public var reason: String

  private enum CodingKeys: String, CodingKey {
    case runID = "run_id"
    case reason
  }

  /// A reissue of a run.
  public init(of run: RunID, reason: String) {
    runID = run.text
    self.reason = reason
  }
}
