import Files

/// Why the register cannot be read or written; no report fails for it.
package struct RegisterProblem: FileFailure, Hashable, CustomStringConvertible {
  /// A sentence without a full stop.
  package var description: String
  /// Whether what is there is of no use, as when it is not what was written, so that the register begins
  /// anew.
  package var isDamage = false

  package init(_ number: Int32, action: String, path: String) {
    description = "cannot \(action) \(path): \(SystemError.reason(of: number))"
  }

  private init(_ description: String, isDamage: Bool) {
    self.description = description
    self.isDamage = isDamage
  }

  static func damaged(_ path: String, _ reason: String) -> RegisterProblem {
    RegisterProblem("\(path) \(reason)", isDamage: true)
  }

  static func tooManyEntries(_ limit: Int) -> RegisterProblem {
    RegisterProblem(
      "more than \(limit) movements of dates that were published came or went", isDamage: true)
  }

  static func isBusy(_ folder: String) -> RegisterProblem {
    RegisterProblem("another run is using \(folder)", isDamage: false)
  }
}

typealias RegisterFiles = FileSystem<RegisterProblem>
