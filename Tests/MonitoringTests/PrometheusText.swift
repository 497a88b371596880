import Testing

/// A strict reader of the Prometheus text format 0.0.4, written from its description alone.
struct PrometheusText {
  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  /// The values by name and labels, as `name{a="b"}` with the labels sorted.
  private(set) var values: [String: String] = [:]
  private(set) var types: [String: String] = [:]

  init(_ text: String) throws {
    guard text.isEmpty || text.unicodeScalars.last == "\n" else {
      throw Broken(description: "the last line has no end")
    }
    var helped: Set<String> = []
    var done: Set<String> = []
    var current = ""
    for line in text.unicodeScalars.split(separator: "\n").map({ String($0) }) {
      if line.hasPrefix("#") {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4, ["HELP", "TYPE"].contains(words[1]) else {
          throw Broken(description: line)
        }
        try Self.expect(words[2].wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil, line)
        if words[1] == "HELP" {
          try Self.expect(helped.insert(words[2]).inserted, "two HELP: \(line)")
        } else {
          try Self.expect(["gauge", "counter", "histogram"].contains(words[3]), line)
          try Self.expect(types.updateValue(words[3], forKey: words[2]) == nil, "two TYPE")
        }
        if current != words[2] {
          try Self.expect(done.insert(words[2]).inserted, "\(words[2]) stands in two places")
          current = words[2]
        }
        continue
      }
      try read(line, of: current)
    }
    try Self.expect(helped == Set(types.keys), "HELP and TYPE of each")
    for name in types.keys where types[name] == "histogram" { try checkHistogram(name) }
  }

  private mutating func read(_ line: String, of current: String) throws {
    let pattern =
      /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)/
      .matchingSemantics(.unicodeScalar).dotMatchesNewlines()
    guard let match = line.wholeMatch(of: pattern) else { throw Broken(description: line) }
    let name = String(match.1)
    let isPart =
      types[current] == "histogram"
      && ["_bucket", "_sum", "_count"].contains { name == current + $0 }
    try Self.expect(
      types[current] == "histogram" ? isPart : name == current,
      "\(name) does not stand below its TYPE")
    var labels: [String] = []
    var rest = (match.2 ?? "")[...]
    let label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\\\|\\"|\\n)*)"(?:,|$)/
      .matchingSemantics(.unicodeScalar)
    while !rest.isEmpty {
      guard let found = rest.prefixMatch(of: label) else { throw Broken(description: line) }
      try Self.expect(!found.1.hasPrefix("__"), line)
      labels.append("\(found.1)=\"\(found.2)\"")
      rest = rest[found.range.upperBound...]
    }
    let names = labels.map { $0.prefix { $0 != "=" } }
    try Self.expect(Set(names).count == names.count, "a label twice: \(line)")
    let key = labels.isEmpty ? name : "\(name){\(labels.sorted().joined(separator: ","))}"
    try Self.expect(values.updateValue(String(match.3), forKey: key) == nil, "twice: \(key)")
  }

  /// Each bucket includes the ones below it, and that of no bound has all.
  private func checkHistogram(_ name: String) throws {
    let buckets = values.filter { $0.key.hasPrefix("\(name)_bucket{") }
    let series = Dictionary(grouping: buckets) {
      $0.key.dropFirst(name.count + "_bucket".count).replacing(/le="[^"]*",?/, with: "")
        .replacing(",}", with: "}").replacing("{}", with: "")
    }
    try Self.expect(!series.isEmpty, "\(name) has no buckets")
    for (labels, buckets) in series {
      let counts = try buckets.map { key, value in
        let bound = String(try #require(key.firstMatch(of: /le="([^"]*)"/)).1)
        return (bound == "+Inf" ? Double.infinity : try #require(Double(bound)), Int(value) ?? -1)
      }.sorted { $0.0 < $1.0 }
      try Self.expect(counts.last?.0 == .infinity, "\(name) has no bucket +Inf")
      try Self.expect(
        zip(counts, counts.dropFirst()).allSatisfy { $0.1 <= $1.1 }, "\(name) does not grow")
      try Self.expect(
        values["\(name)_count\(labels)"] == "\(counts.last?.1 ?? -1)", "\(name)_count\(labels)")
      try Self.expect(values["\(name)_sum\(labels)"] != nil, "\(name)_sum\(labels)")
    }
  }

  private static func expect(_ holds: Bool, _ what: String) throws {
    if !holds { throw Broken(description: what) }
  }
}
