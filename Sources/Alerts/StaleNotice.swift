public import StateStore
public import Values

/// Tells the notification service that no server is fresh enough for a decision.
public struct StaleNotice {
  /// Writes one `inventory.data_stale`, and further ones at the policy's interval while it lasts.
  public static func write(
    reason: String, policy: AlertPolicy, at clock: Instant, in state: StateDatabase
  ) throws(StateError) {
    try state.changeAlerts { alerts in
      try AlertHolds(alerts, policy: policy, asOf: clock, clock: clock).tellStale(reason: reason)
    }
  }
}
