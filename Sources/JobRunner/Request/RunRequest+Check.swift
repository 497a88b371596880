import Reports
import Values

extension RunRequest {
  /// Throws `JobError.usage` for what cannot be meant, as far as one can know without a database.
  ///
  /// A run that is refused was never begun: it leaves no record, and no monitor is pinged.
  package func check() throws(JobError) {
    if case .range(let from, let to) = dates, from > to {
      throw .usage("--from \(from) is later than --to \(to)")
    }
    // Of reports that were named, the one that lacks it says so.
    for name in parameters.keys.sorted() where !areNamed {
      guard definitions.contains(where: { $0.has(parameter: name) }) else {
        let known = definitions.flatMap(\.parameters).map(\.name)
        throw .usage(
          "--set \(name): no report of this run has such a parameter"
            + Spelling.hint(name, in: known))
      }
    }
    for definition in definitions {
      try checkOptions(of: definition)
      if let last = lastDay { try checkComparison(of: definition, to: last) }
      _ = try windowDays(of: definition)
      var own = ParameterSettings(definition)
      try own.addOwn(from: parameters)
    }
  }

  /// A valuation is compared with a day before its own.
  func checkComparison(of definition: ReportDefinition, to last: Day) throws(JobError) {
    guard let compareWith, definition.has(parameter: "compare_with"), compareWith >= last else {
      return
    }
    throw .usage("--compare-with \(compareWith) must be earlier than the report's date \(last)")
  }

  /// The last business date, when it was given.
  private var lastDay: Day? {
    switch dates {
    case .lastCompleteDay: nil
    case .day(let day): day
    case .range(_, let to): to
    }
  }

  /// An option that was given for a report that was named, and that the report does not have.
  private func checkOptions(of definition: ReportDefinition) throws(JobError) {
    let options = [
      "date": "--date", "from": "--from", "to": "--to", "compare_with": "--compare-with",
      "stores": "--store", "suppliers": "--supplier",
    ]
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      guard let option = options[name] else { continue }
      throw .usage("--set \(name)=\(value): use \(option)")
    }
    var given: [(String, String)] = []
    if compareWith != nil { given.append(("--compare-with", "compare_with")) }
    if !stores.isEmpty { given.append(("--store", "stores")) }
    if !suppliers.isEmpty { given.append(("--supplier", "suppliers")) }
    given += parameters.keys.sorted().map { ("--set \($0)", $0) }
    for (option, parameter) in given where !definition.has(parameter: parameter) {
      // The stores select what is read, so a report that cannot say so must not be made from it; one
      // that is made of published reports is not.
      guard areNamed || parameter == "stores" && !definition.isOfPublished else { continue }
      let known = definition.parameters.map(\.name)
      throw .usage(
        "\(option) does not apply to \(definition.name), which has "
          + (known.isEmpty ? "no parameters" : "the parameters \(known.joined(separator: ", "))")
          + (options.values.contains(option) ? "" : Spelling.hint(parameter, in: known)))
    }
  }

  func defaultWindow(of definition: ReportDefinition) -> Int {
    let parameter = definition.parameters.first { $0.name == "window" }
    return parameter?.defaultValue.flatMap { Int($0) } ?? 90
  }

  func windowDays(of definition: ReportDefinition) throws(JobError) -> Int {
    guard definition.has(parameter: "window"), let text = parameters["window"] else {
      return defaultWindow(of: definition)
    }
    guard let days = Int(text), (1...3_650).contains(days) else {
      throw .usage("--set window=\(text): expected a whole number of days from 1 to 3650")
    }
    return days
  }
}
