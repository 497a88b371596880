public import Reports

/// The value of a parameter in a manifest: a string, a whole number or a list of strings.
public struct ParameterFact: Hashable, Sendable {
  /// The value used.
  public var value: ReportContext.ParameterValue

  /// A value.
  init(_ value: ReportContext.ParameterValue) {
    self.value = value
  }
}

extension ParameterFact: Codable {
  /// Reads a string, a whole number or a list of strings; throws `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      value = .integer(number)
    } else if let text = try? container.decode(String.self) {
      value = .text(text)
    } else {
      value = .list(try container.decode([String].self))
    }
  }

  /// Writes the value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .text(let text): try container.encode(text)
    case .integer(let number): try container.encode(number)
    case .list(let items): try container.encode(items)
    }
  }
}
