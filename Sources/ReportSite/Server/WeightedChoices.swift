/// What a header such as `Accept` or `Accept-Encoding` likes, and how much (RFC 9110, 12.4.2).
struct WeightedChoices {
  /// In the order of the header, in small letters; a weight is from 0, not at all, to 1.
  let choices: [(name: String, weight: Double)]

  /// Reads a header; a weight that is no number likes nothing.
  init(_ header: String) {
    choices = header.lowercased().split(separator: ",").compactMap { choice in
      let parts = choice.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let name = parts.first else { return nil }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
      return (name, weight.map { min(1, max(0, Double($0.dropFirst(2)) ?? 0)) } ?? 1)
    }
  }
}
