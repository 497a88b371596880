import Values

/// The categories or suppliers as groups: by id, without an id by name, without either one group.
struct LabelGroups: Sendable {
  struct Group: Sendable {
    /// The id or the name; empty for the group of those that have neither.
    var key: String
    var id: UUIDBytes?
    var name: String
    fileprivate var firstMember: UUIDBytes?
  }

  private(set) var groups: [Group] = []
  private let groupOfLabel: [Int32]

  init(_ labels: [GroupLabel]) {
    var numbers: [GroupLabel: Int32] = [:]
    var groupOfLabel: [Int32] = []
    for label in labels {
      let identity = GroupLabel(id: label.id, name: label.id == nil ? label.name : "")
      if numbers[identity] == nil {
        numbers[identity] = Int32(groups.count)
        let isNone = label.id == nil && label.name.isEmpty
        groups.append(
          Group(
            key: label.id?.description ?? label.name, id: label.id,
            name: isNone ? "(none)" : label.name, firstMember: nil))
      }
      groupOfLabel.append(numbers[identity] ?? 0)
    }
    self.groupOfLabel = groupOfLabel
  }

  /// The group of a label.
  func number(of label: Int32) -> Int { Int(groupOfLabel[Int(label)]) }

  /// Takes the name of a member if it is the first by product id so far.
  mutating func offer(_ label: GroupLabel, number: Int, product: UUIDBytes) {
    if let first = groups[number].firstMember, first <= product { return }
    groups[number].firstMember = product
    if label.id != nil { groups[number].name = label.name }
  }

  /// The groups by name, then key.
  var byName: [Int] {
    groups.indices.sorted { left, right in
      let (a, b) = (groups[left], groups[right])
      return a.name.utf8.elementsEqual(b.name.utf8)
        ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
  }
}
