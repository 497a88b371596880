public import Values

/// What is measured of alerts and deliveries at the end of a command.
///
/// How things stand comes from the state and is there again with the next command when the file is
/// lost; what is counted goes on from the page before it.
public struct AlertMetrics: Sendable {
  /// How one service stands, and what this command sent it.
  public struct Service: Sendable {
    /// The service.
    public var name: String
    /// How many events wait, and how many were given up.
    public var pending: Int, dead: Int
    /// When the oldest that waits was written.
    public var oldestPending: Instant?
    /// When it took an event last.
    public var lastSuccess: Instant?
    /// Whether it wants nothing any more.
    public var isStopped: Bool

    /// How a service stands.
    public init(
      name: String, pending: Int, dead: Int, oldestPending: Instant?, lastSuccess: Instant?,
      isStopped: Bool
    ) {
      self.name = name
      self.pending = pending
      self.dead = dead
      self.oldestPending = oldestPending
      self.lastSuccess = lastSuccess
      self.isStopped = isStopped
    }
  }

  /// What this command sent a service.
  public struct Deliveries: Sendable {
    /// The service.
    public var service: String
    /// Events that were taken.
    public var delivered: Int
    /// Attempts that failed.
    public var failed: Int
    /// Events that were given up.
    public var givenUp: Int
    /// How long those that were taken took from being written on.
    public var latency: MetricFamily.Lengths

    /// What was sent.
    public init(
      service: String, delivered: Int, failed: Int, givenUp: Int, latency: MetricFamily.Lengths
    ) {
      self.service = service
      self.delivered = delivered
      self.failed = failed
      self.givenUp = givenUp
      self.latency = latency
    }
  }

  /// What the state says.
  public struct Standing: Sendable {
    /// The time of the data by which was decided last, and how many products were looked at.
    public var lastRound: (asOf: Instant, watched: Int)?
    /// How many products there are by state.
    public var states: [String: Int]
    /// How many holds there are by kind.
    public var holds: [String: Int]
    /// The services.
    public var services: [Service]

    /// What the state says.
    public init(
      lastRound: (asOf: Instant, watched: Int)?, states: [String: Int], holds: [String: Int],
      services: [Service]
    ) {
      self.lastRound = lastRound
      self.states = states
      self.holds = holds
      self.services = services
    }
  }

  /// How things stand; nil when the state cannot be read, and the page stays as it was.
  public var standing: Standing?
  /// What was sent.
  public var deliveries: [Deliveries]
  /// When the command that decides ended, and its exit code; nil for other commands.
  public var round: (ended: Instant, exitCode: Int32)?

  /// What is measured.
  public init(
    standing: Standing?, deliveries: [Deliveries], round: (ended: Instant, exitCode: Int32)? = nil
  ) {
    self.standing = standing
    self.deliveries = deliveries
    self.round = round
  }
}
