import Values

extension MetricFamily {
  /// What one job counted of lengths of time.
  package struct Lengths: Sendable {
    /// The upper bounds in seconds.
    package var bounds: [Int]
    /// How many by the first bound that they do not exceed; the last of no bound.
    package var counts: [Int]
    /// The sum in microseconds.
    package var microseconds: Int64

    /// Counts by bound, one more than there are bounds.
    package init(bounds: [Int], counts: [Int], microseconds: Int64) {
      self.bounds = bounds
      self.counts = counts
      self.microseconds = microseconds
    }
  }

  /// A counter that goes on from where the former page had it; what this job did not count stays.
  static func counter(
    _ name: String, help: String, adding counts: [(labels: [Label], count: Int)],
    to former: MetricFamily?
  ) -> MetricFamily {
    var samples = former?.samples ?? []
    for (labels, count) in counts {
      if let place = samples.firstIndex(where: { $0.labels == labels }) {
        samples[place].value = "\((Int(count: samples[place].value) ?? 0) + count)"
      } else {
        samples.append(Sample(labels, "\(count)"))
      }
    }
    return MetricFamily(name, .counter, help: help, samples)
  }

  /// A histogram that goes on in the same way.
  ///
  /// A former one with other bounds begins anew, as it does when the file is lost; whoever reads it
  /// takes that for a new start.
  static func histogram(
    _ name: String, help: String, adding counted: [(labels: [Label], lengths: Lengths)],
    to former: MetricFamily?
  ) -> MetricFamily {
    var samples = former?.samples ?? []
    for (labels, lengths) in counted {
      let old = lengths.continuing(samples.filter { $0.isOf(labels) })
      samples.removeAll { $0.isOf(labels) }
      samples += old.samples(labels)
    }
    return MetricFamily(name, .histogram, help: help, samples)
  }
}

extension MetricFamily.Sample {
  /// Whether it is one of a histogram's values with these labels.
  fileprivate func isOf(_ labels: [MetricFamily.Label]) -> Bool {
    self.labels.filter { $0.name != "le" } == labels
  }
}

extension MetricFamily.Lengths {
  private var limits: [String] { bounds.map { "\($0)" } + ["+Inf"] }

  /// These and those that were counted before.
  fileprivate func continuing(_ samples: [MetricFamily.Sample]) -> Self {
    let buckets = samples.filter { $0.part == .bucket }
    guard buckets.map({ $0.label("le") ?? "" }) == limits,
      let sum = samples.first(where: { $0.part == .sum }).flatMap({ Self.microseconds($0.value) })
    else { return self }
    let totals = buckets.map { Int(count: $0.value) ?? 0 }
    var all = self
    for (place, total) in totals.enumerated() {
      all.counts[place] += total - (place == 0 ? 0 : totals[place - 1])
    }
    all.microseconds += sum
    return all
  }

  /// Buckets that include those before them, as the format wants it.
  fileprivate func samples(_ labels: [MetricFamily.Label]) -> [MetricFamily.Sample] {
    var total = 0
    var samples = zip(limits, counts).map { limit, count in
      total += count
      return MetricFamily.Sample(labels + [.init("le", limit)], "\(total)", part: .bucket)
    }
    samples.append(.init(labels, Instant(microseconds: microseconds).seconds, part: .sum))
    samples.append(.init(labels, "\(total)", part: .count))
    return samples
  }

  /// Seconds as this program writes them; nil for anything else.
  private static func microseconds(_ seconds: String) -> Int64? {
    let parts = seconds.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first.flatMap({ Int(count: $0) }).map({ Int64($0) }) else { return nil }
    guard parts.count == 2 else { return whole * 1_000_000 }
    guard parts[1].utf8.count == 6, let rest = Int64(parts[1]) else { return nil }
    return whole * 1_000_000 + rest
  }
}

extension Int {
  /// A count that is read from a file; nil for one so large that counting on would leave 64 bits.
  init?(count text: some StringProtocol) {
    guard let count = Int(text), (0...1 << 42).contains(count) else { return nil }
    self = count
  }
}
