/// How long to wait before another attempt: exponential with full jitter, so that those who failed
/// together do not come back together.
///
/// Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public struct Backoff: Sendable {
  /// The bound of the first wait, in microseconds.
  public var base: Int64 = 1_000_000
  /// The bound of every wait, in microseconds.
  public var most: Int64 = 3_600_000_000

  /// The usual waits.
  public init() {}

  /// The wait after a number of failures, in microseconds: anything from 0 up to the bound.
  public func wait(after failures: Int, using random: inout some RandomNumberGenerator) -> Int64 {
    let doublings = max(0, min(failures - 1, 40))
    let (bound, overflow) = base.multipliedReportingOverflow(by: 1 << Int64(doublings))
    return Int64.random(in: 0...(overflow ? most : min(bound, most)), using: &random)
  }
}
