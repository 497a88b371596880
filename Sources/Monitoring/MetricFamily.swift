import Values

/// Measurements of one name, in the words of the Prometheus text format 0.0.4.
package struct MetricFamily: Hashable, Sendable {
  /// What kind of measurement it is.
  package enum Kind: String, Sendable {
    /// A value that goes up and down.
    case gauge
    /// A value that only grows, but for a new start.
    case counter
    /// Counts by upper bound, which only grow, with their sum.
    case histogram
  }

  /// Which of a histogram's values a measurement is.
  package enum Part: String, CaseIterable, Sendable {
    /// How many are not above the bound in the label `le`.
    case bucket = "_bucket"
    /// The sum of all.
    case sum = "_sum"
    /// How many there are.
    case count = "_count"
  }

  package struct Sample: Hashable, Sendable {
    /// Which of a histogram's values it is; nil in other families.
    package var part: Part?
    /// The labels in order.
    package var labels: [Label]
    /// The value as text: a decimal number, so that no figure is rounded here.
    package var value: String

    package init(_ labels: [Label], _ value: String, part: Part? = nil) {
      self.part = part
      self.labels = labels
      self.value = value
    }

    /// The value of a label; nil when it is not there.
    package func label(_ name: String) -> String? {
      labels.first { $0.name == name }?.value
    }
  }

  /// A label and its value.
  package struct Label: Hashable, Sendable {
    /// Letters, digits and underscores.
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Letters, digits, underscores and colons.
  package var name: String
  /// What it measures, in a sentence.
  package var help: String
  /// What kind of measurement it is.
  package var kind: Kind
  /// The measurements; no two of a part have the same labels.
  package private(set) var samples: [Sample]

  /// A family with its measurements; one of labels that are there already replaces that.
  ///
  /// A value that is no number is left out: a file with it would be refused as a whole.
  package init(_ name: String, _ kind: Kind = .gauge, help: String, _ samples: [Sample]) {
    self.name = name
    self.help = help
    self.kind = kind
    self.samples = []
    var places: [Sample: Int] = [:]
    for sample in samples where Double(sample.value) != nil {
      let key = Sample(sample.labels, "", part: sample.part)
      if let place = places[key] {
        self.samples[place] = sample
      } else {
        places[key] = self.samples.count
        self.samples.append(sample)
      }
    }
  }

  /// The family as Prometheus reads it; nothing without a measurement.
  var text: String {
    guard !samples.isEmpty else { return "" }
    var text =
      "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
      text += name + (sample.part?.rawValue ?? "")
      text += (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}")
      text += " \(sample.value)\n"
    }
    return text
  }

  /// By scalars: a quote that a combining mark follows is a quote for every other reader.
  private static func escaped(_ value: String, quotes: Bool = true) -> String {
    var text = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": text.append(contentsOf: "\\n".unicodeScalars)
      case "\"" where quotes: text.append(contentsOf: "\\\"".unicodeScalars)
      default: text.append(scalar)
      }
    }
    return String(text)
  }
}
