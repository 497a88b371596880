import Foundation

extension Instant {
  /// Now, by this machine's clock: for logs, ids and durations, never for a figure.
  public static var now: Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
