import Values

/// Reads the list of a report's parameters.
struct LoadingParameters {
  private(set) var parameters: [ReportDefinition.Parameter] = []
  /// The variables that a query of the report may use.
  private(set) var variables = SQLVariables.always
  private var names: Set<String> = []

  /// The parameters that every report may have, by name.
  static let standard = [
    ReportDefinition.Parameter(
      name: "date", title: "Business date", type: .date, defaultValue: nil),
    ReportDefinition.Parameter(
      name: "from", title: "First business date", type: .date, defaultValue: nil),
    ReportDefinition.Parameter(
      name: "to", title: "Last business date", type: .date, defaultValue: nil),
    ReportDefinition.Parameter(
      name: "compare_with", title: "Compared with the end of", type: .date, defaultValue: nil),
    ReportDefinition.Parameter(name: "stores", title: "Stores", type: .text, defaultValue: nil),
    ReportDefinition.Parameter(
      name: "suppliers", title: "Suppliers", type: .text, defaultValue: nil),
    ReportDefinition.Parameter(
      name: "window", title: "Demand window, business dates", type: .integer, defaultValue: "90"),
  ]

  init(_ node: LoadingNode?) {
    guard let node, let items = node.list(naming: "name") else { return }
    for item in items {
      guard let parameter = item.isScalar ? standard(item) : own(item) else { continue }
      guard names.insert(parameter.name).inserted else {
        item.problem("names the parameter '\(parameter.name)' again", remedy: "keep one of them")
        continue
      }
      parameters.append(parameter)
    }
    if names.contains("from") != names.contains("to") {
      node.problem("has one of 'from' and 'to'", remedy: "a period needs both")
    }
  }

  private mutating func standard(_ item: LoadingNode) -> ReportDefinition.Parameter? {
    guard let name = item.text() else { return nil }
    let found = Self.standard.first { $0.name == name }
    guard let found else {
      item.problem(
        "is '\(name)', which is not a standard parameter",
        remedy: Spelling.nearest(name, in: Self.standard.map(\.name))
          .map { "did you mean '\($0)'?" }
          ?? "to define a parameter of your own, write a map:"
          + " {name: \(name), type: integer, default: 1, title: ...}")
      // Its uses in the queries are no further problems.
      variables.append(name)
      return nil
    }
    variables += SQLVariables.byParameter.filter { $0.parameter == name }.map(\.variable)
    return found
  }

  private mutating func own(_ item: LoadingNode) -> ReportDefinition.Parameter? {
    guard let map = LoadingMap(item, keys: ["name", "type", "default", "title"]) else { return nil }
    let name = map.name("name", hyphens: false)
    let title = map.text("title")
    let word = map.required("type")?
      .word(of: ["integer", "text", "date"], what: "type of parameter")
    let type = word.flatMap(ColumnType.init(name:))
    let value = map.required("default").flatMap { $0.parameterValue(type) }
    guard let name, let node = map["name"] else { return nil }
    variables.append(name)
    if Self.standard.contains(where: { $0.name == name }) {
      node.problem(
        "is the standard parameter '\(name)'", remedy: "write it as plain text: - \(name)")
      return nil
    }
    let reserved = SQLVariables.always + SQLVariables.byParameter.map(\.variable)
    if reserved.contains(name) {
      node.problem("is the name of a variable that the program sets", remedy: "choose another name")
      return nil
    }
    guard let title, let type, let value else { return nil }
    return ReportDefinition.Parameter(name: name, title: title, type: type, defaultValue: value)
  }
}

extension LoadingNode {
  /// The text of a parameter's value, which must fit its type; an empty text is a value too.
  func parameterValue(_ type: ColumnType?) -> String? {
    guard let text = anyText() else { return nil }
    switch type {
    case .integer where ExactDecimal.parse(text, scale: 0).flatMap(Int.init(exactly:)) == nil:
      problem("is '\(text)', which is not a whole number")
    case .date where Day(text) == nil:
      problem("is '\(text)', which is not a date", remedy: "write it as YYYY-MM-DD")
    default: return text
    }
    return nil
  }
}

extension ColumnType {
  /// The type of a word in a definition; nil for `decimal`, which needs a scale, and for others.
  init?(name: String) {
    switch name {
    case "text": self = .text
    case "code": self = .code
    case "quantity": self = .quantity
    case "money": self = .money
    case "price": self = .price
    case "ratio": self = .ratio
    case "integer": self = .integer
    case "date": self = .date
    case "timestamp": self = .timestamp
    case "boolean": self = .boolean
    case "uuid": self = .uuid
    default: return nil
    }
  }
}
