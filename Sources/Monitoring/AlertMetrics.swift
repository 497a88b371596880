package import Values

/// What is measured of alerts and deliveries at the end of a command.
///
/// How things stand comes from the state and is there again with the next command when the file is
/// lost; what is counted goes on from the page before it.
package struct AlertMetrics: Sendable {
  /// How one service stands, and what this command sent it.
  package struct Service: Sendable {
    package var name: String
    /// How many events wait, and how many were given up.
    package var pending: Int, dead: Int
    /// When the oldest that waits was written.
    package var oldestPending: Instant?
    /// When it took an event last.
    package var lastSuccess: Instant?
    /// Whether it wants nothing any more.
    package var isStopped: Bool

    /// How a service stands.
    package init(
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
  package struct Deliveries: Sendable {
    package var service: String
    /// Events that were taken.
    package var delivered: Int
    package var failed: Int
    /// Events that were given up.
    package var givenUp: Int
    /// How long those that were taken took from being written on.
    package var latency: MetricFamily.Lengths

    package init(
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
  package struct Standing: Sendable {
    /// The time of the data by which was decided last, and how many products were looked at.
    package var lastRound: (asOf: Instant, watched: Int)?
    /// How many products there are by state.
    package var states: [String: Int]
    /// How many holds there are by kind.
    package var holds: [String: Int]
    package var services: [Service]

    /// What the state says.
    package init(
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
  package var standing: Standing?
  package var deliveries: [Deliveries]
  /// When the command that decides ended, and its exit code; nil for other commands.
  package var round: (ended: Instant, exitCode: Int32)?

  package init(
    standing: Standing?, deliveries: [Deliveries], round: (ended: Instant, exitCode: Int32)? = nil
  ) {
    self.standing = standing
    self.deliveries = deliveries
    self.round = round
  }
}
