import Values

extension ReorderPolicy {
  /// The policy of a file, or everything that is wrong with it.
  public static func load(file path: String) throws(DefinitionProblems) -> ReorderPolicy {
    try loadWithText(file: path).policy
  }

  /// The policy of a file with the text that it was read from, for a hash of this very policy.
  public static func loadWithText(
    file path: String
  ) throws(DefinitionProblems) -> (policy: ReorderPolicy, text: String) {
    let file = LoadingFile(path: path)
    guard let text = file.text() else { throw DefinitionProblems(file.problems) }
    return (try parse(text, file: path), text)
  }

  /// The policy of a YAML text, with the file's name for the problems.
  public static func parse(
    _ text: String, file path: String
  ) throws(DefinitionProblems) -> ReorderPolicy {
    let file = LoadingFile(path: path)
    let policy = read(text, file: file)
    guard file.problems.isEmpty else { throw DefinitionProblems(file.problems) }
    return policy
  }

  private static func read(_ text: String, file: LoadingFile) -> ReorderPolicy {
    guard let root = file.root(of: text) else { return ReorderPolicy(file: file.path) }
    return ReorderPolicy(root, file: file)
  }

  /// Reads the policy under a node, as far as it can be read.
  init(_ node: LoadingNode, file: LoadingFile) {
    self.init(file: file.path)
    guard let map = LoadingMap(node, keys: ["defaults", "overrides", "on_order"]) else { return }
    if let changes = map["defaults"].flatMap({ Self.changes($0) }) { defaults.apply(changes) }
    overrides = map["overrides"].map { Self.overrides($0) } ?? []
    onOrder = map["on_order"].map { Self.onOrder($0) } ?? []
  }

  /// The scopes in the order in which they win over each other.
  private static let scopes = ["category", "supplier", "sku", "product_id"]

  private static func overrides(_ node: LoadingNode) -> [Override] {
    guard let map = LoadingMap(node, keys: scopes) else { return [] }
    return scopes.flatMap { word -> [Override] in
      let entries = map[word]?.entries(of: "names or ids, each with its terms") ?? []
      let read = entries.compactMap { entry -> Override? in
        let scope = scope(word, entry)
        guard let changes = changes(entry.value), let scope else { return nil }
        return Override(scope: scope, changes: changes, line: entry.line)
      }
      // What is named by its id is meant more exactly than what is named by its name.
      return read.filter { !$0.scope.isID } + read.filter(\.scope.isID)
    }
  }

  private static func scope(_ word: String, _ entry: LoadingNode.Entry) -> Scope? {
    let id = UUIDBytes(entry.name)
    switch word {
    case "category": return id.map { .categoryID($0) } ?? .categoryName(entry.name)
    case "supplier": return id.map { .supplierID($0) } ?? .supplierName(entry.name)
    case "sku": return .sku(entry.name)
    default:
      if id == nil {
        entry.value.problem("is not a product id", remedy: "write a UUID, or use 'sku'")
      }
      return id.map { .productID($0) }
    }
  }

  private static func onOrder(_ node: LoadingNode) -> [OnOrder] {
    (node.list(naming: "sku") ?? []).compactMap { item in
      let keys = ["sku", "product_id", "store", "quantity", "expected"]
      guard let map = LoadingMap(item, keys: keys) else { return nil }
      let product = product(map)
      let store = map.text("store")
      let quantity = map.required("quantity")?.decimal(scale: 3, from: 1)
      let expected = map["expected"].flatMap { $0.day() }
      guard let product, let store, let quantity else { return nil }
      return OnOrder(
        product: product, store: UUIDBytes(store).map { .id($0) } ?? .name(store),
        quantity: quantity, expected: expected, line: item.line ?? 0)
    }
  }

  private static func product(_ map: LoadingMap) -> Scope? {
    switch (map["sku"], map["product_id"]) {
    case (let node?, nil): return node.text().map { .sku($0) }
    case (nil, let node?):
      guard let text = node.text() else { return nil }
      if let id = UUIDBytes(text) { return .productID(id) }
      node.problem("is '\(text)', which is not a product id", remedy: "write a UUID, or use 'sku'")
      return nil
    default:
      map.node.problem("must name its product once", remedy: "give it 'sku' or 'product_id'")
      return nil
    }
  }
}

extension ReorderPolicy.Scope {
  /// Whether it names by id.
  var isID: Bool {
    switch self {
    case .categoryID, .supplierID, .productID: true
    case .categoryName, .supplierName, .sku: false
    }
  }
}
