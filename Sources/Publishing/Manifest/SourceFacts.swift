package import Values

/// Where the data of a run were read; what is not known is missing.
package struct SourceFacts: Hashable, Codable, Sendable {
  /// The server as host and port, without credentials.
  package var server: String?
  /// Whether it was a standby.
  package var isStandby: Bool?
  /// The last replayed write-ahead log position, for example `0/3000148`.
  package var replayPosition: String?
  /// The commit time of the last replayed transaction.
  package var replayTime: ZonedTime?
  /// How far the server was behind the primary, in milliseconds.
  package var lagMilliseconds: Int?

  private enum CodingKeys: String, CodingKey {
    case server
    case isStandby = "standby"
    case replayPosition = "replay_position"
    case replayTime = "replay_time"
    case lagMilliseconds = "lag_ms"
  }

  /// What is known of a source.
  package init(
    server: String? = nil, isStandby: Bool? = nil, replayPosition: String? = nil,
    replayTime: ZonedTime? = nil, lagMilliseconds: Int? = nil
  ) {
    self.server = server
    self.isStandby = isStandby
    self.replayPosition = replayPosition
    self.replayTime = replayTime
    self.lagMilliseconds = lagMilliseconds
  }
}
