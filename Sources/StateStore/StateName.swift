/// What lies in a state's folder beside the database.
public enum StateName: String, Sendable {
  /// The folder of the ledger's summary.
  case ledger
  /// The folder of exported orders.
  case orders
  /// The folder of the valuations that the site computes.
  case valuations = "site-valuations"
  /// The lock of the state.
  case lock = "state.lock"
  /// The lock of whoever decides and delivers alerts.
  case alertsLock = "alerts.lock"

  static let folders: Set<String> = [
    ledger.rawValue, orders.rawValue, valuations.rawValue,
  ]

  /// Its path in a state's folder.
  public func path(in folder: String) -> String { "\(folder)/\(rawValue)" }
}
