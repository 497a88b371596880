/// What a metrics file says: families by name.
package struct MetricsPage: Hashable, Sendable {
  /// The families by their names' order.
  package private(set) var families: [MetricFamily] = []

  /// A page with nothing on it.
  package init() {}

  /// The family of a name.
  package subscript(name: String) -> MetricFamily? {
    families.first { $0.name == name }
  }

  /// Puts a family on the page in place of the one of its name; one without a measurement only
  /// takes that away.
  package mutating func set(_ family: MetricFamily) {
    families.removeAll { $0.name == family.name }
    guard !family.samples.isEmpty else { return }
    families.append(family)
    families.sort { $0.name < $1.name }
  }

  /// The page as Prometheus reads it.
  package var text: String {
    families.map(\.text).joined()
  }
}

extension MetricsPage {
  /// Reads a page that this program wrote; nil for any other text.
  package init?(_ text: String) {
    var help: [String: String] = [:]
    var kinds: [String: MetricFamily.Kind] = [:]
    var samples: [String: [MetricFamily.Sample]] = [:]
    // By scalars, as Prometheus reads it: no combining mark hides a quote or the end of a line.
    for line in text.unicodeScalars.split(separator: "\n") {
      if line.first == "#" {
        let words = line.split(separator: " ", maxSplits: 3).map { String($0) }
        guard words.count == 4 else { return nil }
        if words[1] == "HELP" {
          help[words[2]] = Self.unescaped(words[3].unicodeScalars[...])
        } else {
          guard let kind = MetricFamily.Kind(rawValue: words[3]) else { return nil }
          kinds[words[2]] = kind
        }
      } else {
        guard let (name, sample) = Self.sample(line) else { return nil }
        if kinds[name] == .histogram { return nil }
        guard let (family, part) = Self.family(of: name, kinds) else { return nil }
        samples[family, default: []].append(
          MetricFamily.Sample(sample.labels, sample.value, part: part))
      }
    }
    for (name, found) in samples {
      guard let words = help[name], let kind = kinds[name] else { return nil }
      set(MetricFamily(name, kind, help: words, found))
    }
  }

  /// The family of a line's name, and which part of a histogram the line is.
  private static func family(
    of name: String, _ kinds: [String: MetricFamily.Kind]
  ) -> (String, MetricFamily.Part?)? {
    if kinds[name] != nil { return (name, nil) }
    for part in MetricFamily.Part.allCases where name.hasSuffix(part.rawValue) {
      let family = String(name.dropLast(part.rawValue.count))
      if kinds[family] == .histogram { return (family, part) }
    }
    return nil
  }

  /// The name and the rest of `name{label="value"} 1`.
  private static func sample(
    _ line: Substring.UnicodeScalarView
  ) -> (String, MetricFamily.Sample)? {
    var rest = line
    func take(while fits: (Unicode.Scalar) -> Bool) -> Substring.UnicodeScalarView {
      let taken = rest.prefix(while: fits)
      rest = rest[taken.endIndex...]
      return taken
    }
    let name = String(take { $0 != "{" && $0 != " " })
    var labels: [MetricFamily.Label] = []
    if rest.first == "{" {
      repeat {
        rest.removeFirst()
        let label = String(take { $0 != "=" })
        guard rest.starts(with: "=\"".unicodeScalars) else { return nil }
        rest.removeFirst(2)
        var isEscaped = false
        let value = take { scalar in
          defer { isEscaped = scalar == "\\" && !isEscaped }
          return scalar != "\"" || isEscaped
        }
        guard !rest.isEmpty else { return nil }
        rest.removeFirst()
        labels.append(MetricFamily.Label(label, unescaped(value)))
      } while rest.first == ","
      guard rest.first == "}" else { return nil }
      rest.removeFirst()
    }
    guard !name.isEmpty, rest.first == " " else { return nil }
    let value = String(rest.dropFirst())
    return Double(value) == nil ? nil : (name, MetricFamily.Sample(labels, value))
  }

  private static func unescaped(_ text: Substring.UnicodeScalarView) -> String {
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text {
      if isEscaped {
        result.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
