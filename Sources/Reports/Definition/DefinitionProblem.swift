/// Something wrong in a file that a person writes: a report's definition, its query, the reorder
/// policy.
public struct DefinitionProblem: Error, Hashable, Sendable {
  /// The file, as it was found.
  public var file: String
  /// The line, counted from 1; nil when it concerns the file as a whole.
  public var line: Int?
  /// What is wrong and what was expected, naming the key.
  public var message: String
  /// What to do about it; may be empty.
  public var remedy: String

  /// A problem.
  public init(file: String, line: Int?, message: String, remedy: String = "") {
    self.file = file
    self.line = line
    self.message = message
    self.remedy = remedy
  }
}

extension DefinitionProblem: CustomStringConvertible {
  /// `file:line: message; remedy`, the form in which editors jump to a place.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(message)" + (remedy.isEmpty ? "" : "; \(remedy)")
  }
}

/// Everything that is wrong in a set of files, so that one look at it is enough.
public struct DefinitionProblems: Error, Hashable, Sendable {
  /// The problems, file by file and line by line; never empty.
  public var problems: [DefinitionProblem]

  /// The problems in the order of their files and lines.
  public init(_ problems: [DefinitionProblem]) {
    self.problems = problems.sorted {
      ($0.file, $0.line ?? 0, $0.message) < ($1.file, $1.line ?? 0, $1.message)
    }
  }
}

extension DefinitionProblems: CustomStringConvertible {
  /// A line for each problem.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
