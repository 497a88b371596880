import Values

extension FinancePolicy {
  /// The policy of a file, or everything that is wrong with it.
  public static func load(file path: String) throws(DefinitionProblems) -> FinancePolicy {
    try loadWithText(file: path).policy
  }

  /// The policy of a file with the text that it was read from, for a hash of this very policy.
  public static func loadWithText(
    file path: String
  ) throws(DefinitionProblems) -> (policy: FinancePolicy, text: String) {
    let file = LoadingFile(path: path)
    guard let text = file.text() else { throw DefinitionProblems(file.problems) }
    return (try parse(text, file: path), text)
  }

  /// The policy of a YAML text, with the file's name for the problems.
  public static func parse(
    _ text: String, file path: String
  ) throws(DefinitionProblems) -> FinancePolicy {
    let file = LoadingFile(path: path)
    let policy = file.root(of: text).map { FinancePolicy($0) } ?? FinancePolicy(file: path)
    guard file.problems.isEmpty else { throw DefinitionProblems(file.problems) }
    return policy
  }

  private static let keys = [
    "fiscal_year_start", "carrying_value", "ageing", "nrv", "idle", "analysis", "overrides",
  ]

  /// Reads the policy under a node, as far as it can be read.
  init(_ node: LoadingNode) {
    self.init(file: node.file.path)
    guard let map = LoadingMap(node, keys: Self.keys) else { return }
    if let month = map["fiscal_year_start"]?.integer(in: 1...12) { fiscalYearStart = month }
    if let word = map["carrying_value"]?.word(
      of: CarryingValue.allCases.map(\.rawValue), what: "carrying value")
    {
      carryingValue = CarryingValue(rawValue: word) ?? carryingValue
    }
    var changes = Changes()
    if let ageing = map["ageing"] { readAgeing(ageing, &changes) }
    if let nrv = map["nrv"] { changes.readSelling(nrv) }
    defaults.apply(changes)
    if let node = map["idle"] { readIdle(node) }
    if let node = map["analysis"] { readAnalysis(node) }
    overrides = map["overrides"].map { readOverrides($0) } ?? []
  }

  private mutating func readAgeing(_ node: LoadingNode, _ changes: inout Changes) {
    let keys = ["days", "provision", "provision_unknown"]
    guard let map = LoadingMap(node, keys: keys) else { return }
    changes.readProvision(map)
    if let unknown = map["provision_unknown"], map["provision"] == nil {
      unknown.problem(
        "needs 'provision' beside it", remedy: "give the rates of the \(Self.buckets) buckets")
    }
    guard let days = map["days"], let items = days.items(Self.buckets - 1, of: "days") else {
      return
    }
    let bounds = items.compactMap { $0.integer(in: 0...100_000) }
    guard bounds.count == items.count else { return }
    guard zip(bounds, bounds.dropFirst()).allSatisfy(<) else {
      days.problem("must ascend", remedy: "each bound is the last day of its bucket")
      return
    }
    ageingDays = bounds
  }

  private mutating func readIdle(_ node: LoadingNode) {
    guard let map = LoadingMap(node, keys: ["slow_days", "dead_days"]) else { return }
    if let days = map["slow_days"]?.integer(in: 0...100_000) { idle.slowDays = days }
    if let days = map["dead_days"]?.integer(in: 0...100_000) { idle.deadDays = days }
    if idle.deadDays < idle.slowDays {
      node.problem(
        "has dead_days (\(idle.deadDays)) below slow_days (\(idle.slowDays))",
        remedy: "what is dead is slow, too")
    }
  }

  private mutating func readAnalysis(_ node: LoadingNode) {
    guard let map = LoadingMap(node, keys: ["abc", "xyz", "overstock_days"]) else { return }
    if let bounds = map["abc"]?.bounds(below: 10_000, limit: "1") { analysis.abc = bounds }
    if let bounds = map["xyz"]?.bounds(below: 1_000_000, limit: "100") { analysis.xyz = bounds }
    if let days = map["overstock_days"]?.integer(in: 1...100_000) {
      analysis.overstockDays = days
    }
  }

  private func readOverrides(_ node: LoadingNode) -> [Override] {
    guard let map = LoadingMap(node, keys: ["category"]) else { return [] }
    let entries = map["category"]?.entries(of: "categories, each with its terms") ?? []
    let read = entries.compactMap { entry -> Override? in
      let keys = ["provision", "provision_unknown", "nrv"]
      guard let terms = LoadingMap(entry.value, keys: keys) else { return nil }
      var changes = Changes()
      changes.readProvision(terms)
      if let nrv = terms["nrv"] { changes.readSelling(nrv) }
      if let unknown = terms["provision_unknown"], terms["provision"] == nil,
        defaults.provision == nil
      {
        unknown.problem(
          "needs 'provision' beside it or in 'ageing'",
          remedy: "give the rates of the \(Self.buckets) buckets")
      }
      return Override(
        scope: UUIDBytes(entry.name).map { .categoryID($0) } ?? .categoryName(entry.name),
        changes: changes, line: entry.line)
    }
    // What is named by its id is meant more exactly than what is named by its name.
    return read.filter { !$0.scope.isID } + read.filter(\.scope.isID)
  }
}

extension FinancePolicy.Scope {
  fileprivate var isID: Bool {
    switch self {
    case .categoryID: true
    case .categoryName: false
    }
  }
}

extension FinancePolicy.Changes {
  /// Reads the rates of provisions.
  fileprivate mutating func readProvision(_ map: LoadingMap) {
    if let node = map["provision"], let items = node.items(FinancePolicy.buckets, of: "rates") {
      let rates = items.compactMap { $0.share(scale: 4) }
      if rates.count == items.count { provision = rates }
    }
    provisionUnknown = map["provision_unknown"]?.share(scale: 4)
  }

  /// Reads what net realisable value is reckoned from.
  fileprivate mutating func readSelling(_ node: LoadingNode) {
    guard let map = LoadingMap(node, keys: ["tax_in_price", "selling_cost"]) else { return }
    taxInPrice = map["tax_in_price"]?.share(scale: 6)
    sellingCost = map["selling_cost"]?.share(scale: 6)
  }
}

extension LoadingNode {
  /// The items of a list of so many; nil, with a problem, for another number of them.
  fileprivate func items(_ count: Int, of what: String) -> [LoadingNode]? {
    guard let items = list() else { return nil }
    guard items.count == count else {
      problem("has \(items.count) \(what) in place of \(count)")
      return nil
    }
    return items
  }

  /// A share from 0 to 1 as an integer of the scale.
  fileprivate func share(scale: Int) -> Int64? {
    guard let text = scalarText, let value = ExactDecimal.parse(text, scale: scale),
      value >= 0, value <= ExactDecimal.powerOfTen(scale)
    else {
      problem(
        "must lie between 0 and 1, with at most \(scale) decimals", remedy: "25 % is 0.25")
      return nil
    }
    return Int64(value)
  }

  /// Two ascending bounds above 0 and below a limit, as integers of scale 4.
  fileprivate func bounds(below most: Int128, limit: String) -> [Int64]? {
    guard let items = items(2, of: "bounds") else { return nil }
    let bounds = items.compactMap { item -> Int64? in
      guard let text = item.scalarText, let value = ExactDecimal.parse(text, scale: 4),
        value > 0, value < most
      else {
        item.problem("must lie between 0 and \(limit), both excluded, with at most 4 decimals")
        return nil
      }
      return Int64(value)
    }
    guard bounds.count == 2 else { return nil }
    guard bounds[0] < bounds[1] else {
      problem("must ascend")
      return nil
    }
    return bounds
  }
}
