import Alerts
import Monitoring
import StateStore
import Values

extension AlertMetrics {
  /// What the state says, and what was sent.
  init(
    _ settings: Settings, sent: [DeliveryResult],
    round: (ended: Instant, exitCode: Int32)? = nil
  ) {
    // That it cannot be read is the error of the command, not of what is measured of it.
    let state = (try? settings.existingState())?.state
    self.init(
      standing: state.flatMap { try? Standing($0, settings) },
      deliveries: sent.map { Deliveries($0) }, round: round)
  }
}

extension AlertMetrics.Standing {
  fileprivate init(_ state: StateDatabase, _ settings: Settings) throws {
    var states = [StockState.low.rawValue: 0, StockState.outOfStock.rawValue: 0]
    for (state, count) in try state.stateCounts() where state != .ok {
      states[state.rawValue] = count
    }
    var holds: [String: Int] = [:]
    for hold in try state.readAlerts({ try $0.holds() }) {
      holds[hold.kind.rawValue, default: 0] += 1
    }
    self.init(
      lastRound: try state.lastRound().map { ($0.at, $0.watched) }, states: states, holds: holds,
      services: try EndpointName.known(settings, state).map { name in
        let record = try state.endpoint(name.rawValue)
        return AlertMetrics.Service(
          name: name.rawValue, pending: record.pending, dead: record.dead,
          oldestPending: record.oldestPendingAt, lastSuccess: record.lastSuccessAt,
          isStopped: record.stoppedAt != nil)
      })
  }
}

extension AlertMetrics.Deliveries {
  fileprivate init(_ result: DeliveryResult) {
    self.init(
      service: result.endpoint.rawValue, delivered: result.delivered, failed: result.failures,
      givenUp: result.dead,
      latency: MetricFamily.Lengths(
        bounds: DeliveryLatency.bounds, counts: result.latency.counts,
        microseconds: result.latency.microseconds))
  }
}

extension EndpointName {
  /// The services that are configured, and those that events were ever written for.
  static func known(_ settings: Settings, _ state: StateDatabase?) throws -> [EndpointName] {
    let written = Set(try state?.endpointNames() ?? [])
    return try allCases.filter { name in
      try settings.endpoint(name) != nil || written.contains(name.rawValue)
    }
  }
}
