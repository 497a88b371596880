public import Values

/// Where the data of a run were read; what is not known is nil.
public struct SourceFacts: Hashable, Sendable {
  /// The server as host and port, without credentials.
  public var server: String?
  /// Whether it was a standby.
  public var isStandby: Bool?
  /// The last replayed write-ahead log position, for example `0/3000148`.
  public var replayPosition: String?
  /// The commit time of the last replayed transaction.
  public var replayTime: Instant?
  /// How far the server was behind the primary, in milliseconds.
  public var lagMilliseconds: Int?

  /// What is known of a source.
  public init(
    server: String? = nil, isStandby: Bool? = nil, replayPosition: String? = nil,
    replayTime: Instant? = nil, lagMilliseconds: Int? = nil
  ) {
    self.server = server
    self.isStandby = isStandby
    self.replayPosition = replayPosition
    self.replayTime = replayTime
    self.lagMilliseconds = lagMilliseconds
  }
}
