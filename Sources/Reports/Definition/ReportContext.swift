public import Values

/// What one run of a report is about: everything that a file says besides its rows.
///
/// It holds nothing of the run itself (host, clock, run id), so that the same data give the same
/// bytes.
public struct ReportContext: Sendable {
  /// The value of a parameter as JSON shows it.
  public enum ParameterValue: Hashable, Sendable {
    /// Words, an id, a date.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// Several ids; empty means all.
    case list([String])
  }

  /// A parameter with the value used.
  public struct ParameterSetting: Hashable, Sendable {
    /// The parameter's name.
    public var name: String
    /// The value used.
    public var value: ParameterValue
    /// Whether it is what a run without options would use.
    public var isDefault: Bool

    /// A parameter with its value.
    public init(name: String, value: ParameterValue, isDefault: Bool) {
      self.name = name
      self.value = value
      self.isDefault = isDefault
    }
  }

  /// The report.
  public var definition: ReportDefinition
  /// The business days it covers.
  public var period: Period
  /// The zone its days and time stamps are in.
  public var calendar: BusinessCalendar
  /// Every parameter with the value used, dates first.
  public var parameters: [ParameterSetting]
  /// ISO 4217 code of the money in it.
  public var currency: String
  /// What the figures rest on, a sentence each: filters, policy, today's prices.
  public var assumptions: [String]
  /// The program's version.
  public var programVersion: String
  /// The period's part in the names of the files; the period's own label unless the run is filtered.
  public var fileLabel: String

  /// A context.
  public init(
    definition: ReportDefinition, period: Period, calendar: BusinessCalendar,
    parameters: [ParameterSetting], currency: String, assumptions: [String],
    programVersion: String
  ) {
    self.definition = definition
    self.period = period
    self.calendar = calendar
    self.parameters = parameters
    self.currency = currency
    self.assumptions = assumptions
    self.programVersion = programVersion
    fileLabel = period.label
  }
}

extension ReportContext.ParameterValue: Codable {
  /// Reads a string, a whole number or a list of strings; throws `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      self = .integer(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else {
      self = .list(try container.decode([String].self))
    }
  }

  /// Writes the value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .integer(let number): try container.encode(number)
    case .list(let items): try container.encode(items)
    }
  }
}
