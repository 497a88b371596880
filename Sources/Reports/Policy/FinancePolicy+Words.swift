extension FinancePolicy {
  /// The buckets of known age in words: `0 to 30 days`, ..., `over 365 days`.
  public var ageingWords: [String] {
    let starts = [0] + ageingDays.map { $0 + 1 }
    return zip(starts, ageingDays).map { start, end in
      start < end ? "\(start) to \(end) days" : end == 1 ? "1 day" : "\(end) days"
    } + ["over \(starts[starts.count - 1] - 1) days"]
  }
}
