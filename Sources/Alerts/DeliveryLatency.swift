public import Values

/// How long events took from being written to being taken by their service, counted by length.
public struct DeliveryLatency: Sendable {
  /// The upper bounds in seconds; what took longer than the last is counted behind it.
  public static let bounds = [1, 5, 15, 60, 300, 1_800, 3_600, 21_600, 86_400, 259_200]

  /// How many events, by the first bound that they do not exceed; the last of no bound.
  public private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
  /// The sum in microseconds.
  public private(set) var microseconds: Int64 = 0

  /// Nothing counted yet.
  public init() {}

  /// Counts an event; one from before a clock was set back took no time.
  public mutating func add(from written: Instant, to taken: Instant) {
    let length = max(0, taken.microseconds - written.microseconds)
    let place = Self.bounds.firstIndex { length <= Int64($0) * 1_000_000 }
    counts[place ?? Self.bounds.count] += 1
    microseconds += length
  }
}
