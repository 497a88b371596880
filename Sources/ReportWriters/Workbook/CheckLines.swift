import Reports

/// The results of checks as a sheet has them: of a figure that is checked in many units a few lines.
///
/// Each result stands in `datapackage.json`.
enum CheckLines {
  /// A shop has a few units; where each product has one of its own, a line for each says nothing.
  private static let mostUnits = 8

  /// The lines, in the order of the results.
  static func of(_ checks: [CheckResult]) -> [CheckResult] {
    var lines: [CheckResult] = []
    var rest = checks[...]
    while let first = rest.first {
      let units =
        first.figure == nil
        ? rest.prefix(1) : rest.prefix { $0.name == first.name && $0.figure == first.figure }
      rest = rest.dropFirst(units.count)
      lines += units.count > mostUnits + 1 ? together(Array(units)) : Array(units)
    }
    return lines
  }

  /// What is wrong first, as far as it is not too much either, and all the others in a line each for
  /// what came out.
  private static func together(_ units: [CheckResult]) -> [CheckResult] {
    let outcomes: [CheckResult.Outcome] = [.failed, .warned, .passed]
    return outcomes.flatMap { outcome in
      let found = units.filter { $0.outcome == outcome }
      let shown = outcome == .passed ? 0 : found.count > mostUnits + 1 ? mostUnits : found.count
      let lines = Array(found.prefix(shown))
      guard let last = found.dropFirst(shown).last else { return lines }
      let count = found.count - shown
      var line = last
      line.expected = outcome == .passed ? "\(count) figures" : ""
      line.found = outcome == .passed ? "the same" : ""
      line.detail = "\(last.figure ?? ""), in \(count) \(shown > 0 ? "more " : "")units"
      return lines + [line]
    }
  }
}
