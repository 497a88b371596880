import Reports
import Spreadsheet

/// The outcome of checks in a symbol and words, so that no one needs the colour.
enum CheckWords {
  /// One outcome.
  static func of(_ outcome: CheckResult.Outcome) -> String {
    switch outcome {
    case .passed: "✓ passed"
    case .warned: "! warned"
    case .failed: "✗ failed"
    }
  }

  /// All of them in one line.
  static func line(_ checks: [CheckResult]) -> String {
    guard !checks.isEmpty else { return "no checks" }
    let failed = checks.count { $0.outcome == .failed }
    let warned = checks.count { $0.outcome == .warned }
    let passed = checks.count - failed - warned
    guard failed + warned > 0 else { return "✓ all \(passed) passed" }
    var words: [String] = []
    if failed > 0 { words.append("✗ \(failed) failed") }
    if warned > 0 { words.append("! \(warned) warned") }
    words.append("\(passed) passed")
    return words.joined(separator: ", ") + ": see \(ReportWorkbook.checksName)"
  }

  /// How an outcome looks.
  static func look(_ outcome: CheckResult.Outcome) -> CellFormat {
    switch outcome {
    case .passed: SheetLook.words
    case .warned: SheetLook.warning
    case .failed: SheetLook.failure
    }
  }

  /// The worst of them.
  static func worst(_ checks: [CheckResult]) -> CheckResult.Outcome {
    if checks.contains(where: { $0.outcome == .failed }) { return .failed }
    return checks.contains { $0.outcome == .warned } ? .warned : .passed
  }
}
