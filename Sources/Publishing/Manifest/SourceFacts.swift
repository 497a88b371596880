public import Values

/// Where the data of a run were read; what is not known is missing.
public struct SourceFacts: Hashable, Codable, Sendable {
  /// The server as host and port, without credentials.
  public var server: String?
  /// Whether it was a standby.
  public var isStandby: Bool?
  /// The last replayed write-ahead log position, for example `0/3000148`.
  public var replayPosition: String?
  /// The commit time of the last replayed transaction.
  public var replayTime: ZonedTime?
  /// How far the server was behind the primary, in milliseconds.
  public var lagMilliseconds: Int?

  private enum CodingKeys: String, CodingKey {
    case server
    case isStandby = "standby"
    case replayPosition = "replay_position"
    case replayTime = "replay_time"
    case lagMilliseconds = "lag_ms"
  }

  /// What is known of a source.
  public init(
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
