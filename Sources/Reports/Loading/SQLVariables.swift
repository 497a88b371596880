/// A query of a report with its psql variables `:'name'`.
///
/// The text runs unchanged in psql (`psql -v name=value -f file`): the variables are found where
/// psql finds them, and a form that psql would treat differently is a problem.
public struct SQLVariables: Hashable, Sendable {
  /// One use of a variable.
  public struct Use: Hashable, Sendable {
    /// The name between `:'` and `'`.
    public var name: String
    /// The line in the file, counted from 1.
    public var line: Int
  }

  /// The uses in the order of the text.
  public let uses: [Use]
  /// The text before, between and after the uses: one more than there are uses.
  private let pieces: [String]

  /// Finds the variables of a query.
  ///
  /// A byte order mark and a semicolon at the end are left out, as psql leaves them out. Throws
  /// the problems of a text that psql would not send as one statement with these variables.
  public init(_ text: String, file: String) throws(DefinitionProblems) {
    var scanner = SQLTextScanner(text)
    scanner.scan()
    guard scanner.problems.isEmpty else {
      throw DefinitionProblems(
        scanner.problems.map {
          DefinitionProblem(file: file, line: $0.line, message: $0.message, remedy: $0.remedy)
        })
    }
    uses = scanner.uses.map { Use(name: $0.name, line: $0.line) }
    var pieces: [String] = []
    var from = scanner.start
    for use in scanner.uses {
      pieces.append(scanner.text(from..<use.range.lowerBound))
      from = use.range.upperBound
    }
    pieces.append(scanner.text(from..<scanner.end))
    self.pieces = pieces
  }

  /// The names used, each once, in the order of their first use.
  public var names: [String] {
    var seen: Set<String> = []
    return uses.map(\.name).filter { seen.insert($0).inserted }
  }

  /// The query with each variable replaced by what `literal` gives for its name: a complete,
  /// quoted SQL literal.
  public func substitute<Failure: Error>(
    with literal: (String) throws(Failure) -> String
  ) throws(Failure) -> String {
    var result = pieces[0]
    for (use, piece) in zip(uses, pieces.dropFirst()) {
      result += try literal(use.name)
      result += piece
    }
    return result
  }
}

extension SQLVariables {
  /// The variables that the runner sets by itself in each query.
  public static let always = [
    "period_start", "period_end", "date_from", "date_to", "time_zone", "snapshot_time",
  ]

  /// The variables that the runner sets in the queries of checks besides, where the report has values
  /// at the prices of its period's end.
  ///
  /// `prices` has the costs and prices of the period's end where they were not today's, as a JSON
  /// object by product id: `{"<id>":["<cost>","<price>"]}`.
  public static let ofChecks = ["prices"]

  /// The variables that the runner sets when the report has the parameter of that name.
  public static let byParameter = [
    (parameter: "compare_with", variable: "compare_start"),
    (parameter: "stores", variable: "stores"),
    (parameter: "suppliers", variable: "suppliers"),
    (parameter: "window", variable: "window"),
    (parameter: "window", variable: "window_start"),
  ]
}
