import Reports
import Values

/// The parameters of one report with the values that its run uses.
struct ParameterSettings {
  private let definition: ReportDefinition
  private(set) var all: [ReportContext.ParameterSetting] = []

  /// The names whose values the runner settles itself.
  private static let standard: Set<String> = [
    "date", "from", "to", "compare_with", "stores", "suppliers", "window",
  ]

  init(_ definition: ReportDefinition) {
    self.definition = definition
  }

  /// Adds a value if the report has the parameter.
  mutating func add(
    _ name: String, _ value: ReportContext.ParameterValue, isDefault: Bool
  ) {
    guard definition.has(parameter: name) else { return }
    all.append(ReportContext.ParameterSetting(name: name, value: value, isDefault: isDefault))
  }

  /// Adds the report's own parameters, from what was given or by default.
  mutating func addOwn(from given: [String: String]) throws(JobError) {
    for parameter in definition.parameters where !Self.standard.contains(parameter.name) {
      guard let text = given[parameter.name] ?? parameter.defaultValue else {
        throw .usage("\(definition.name) needs --set \(parameter.name)=VALUE (\(parameter.title))")
      }
      let isDefault = text == parameter.defaultValue
      switch parameter.type {
      case .integer:
        guard let number = Int32(text), number >= 0 else {
          throw .usage(
            "--set \(parameter.name)=\(text): expected a whole number from 0 to \(Int32.max)")
        }
        add(parameter.name, .integer(Int(number)), isDefault: isDefault)
      case .date:
        guard let day = Day(text) else {
          throw .usage("--set \(parameter.name)=\(text): expected a date such as 2026-11-21")
        }
        add(parameter.name, .text(day.description), isDefault: isDefault)
      default:
        add(parameter.name, .text(text), isDefault: isDefault)
      }
    }
  }
}
