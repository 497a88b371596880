import Foundation

/// Time since the machine started, for what expires: it does not jump with the clock on the wall.
enum Monotonic {
  @Sendable static func now() -> Duration {
    .seconds(ProcessInfo.processInfo.systemUptime)
  }
}
