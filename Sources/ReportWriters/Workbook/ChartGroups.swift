/// The groups of a chart of bars: as in the tables by id, and by name where there is no id.
struct ChartGroups {
  /// What a group is told by: its id, or its name when it has none.
  private struct Key: Hashable {
    var id: ArraySlice<UInt8>
    var name: ArraySlice<UInt8>
  }

  private struct Group {
    /// The name in its first row.
    var name: ArraySlice<UInt8>
    var id: ArraySlice<UInt8>
    var sums: [Int128]
    /// Of all its values, by which the bars are ordered.
    var sum: Int128
  }

  private var groups: [Key: Group] = [:]

  private static let mostBars = 12
  private static let shownOfID = 8

  /// Adds a row's values, as many each time; false when a sum has more digits than 128 bits hold.
  mutating func add(
    _ values: [Int128], id: ArraySlice<UInt8>, name: ArraySlice<UInt8>
  ) -> Bool {
    let key = id.isEmpty ? Key(id: [], name: name) : Key(id: id, name: [])
    var group: Group
    var place = key
    if let known = groups[key] {
      group = known
    } else {
      // Copies of its own: the row's buffer is only lent.
      place = Key(id: ArraySlice(Array(key.id)), name: ArraySlice(Array(key.name)))
      group = Group(
        name: ArraySlice(Array(name)), id: place.id,
        sums: Array(repeating: 0, count: values.count), sum: 0)
    }
    var isTooLarge = false
    func add(_ value: Int128, to sum: inout Int128) {
      let (added, overflow) = sum.addingReportingOverflow(value)
      sum = added
      isTooLarge = isTooLarge || overflow
    }
    for number in values.indices {
      add(values[number], to: &group.sums[number])
      add(values[number], to: &group.sum)
    }
    groups[place] = group
    return !isTooLarge
  }

  /// The bars from the largest down, what is too many as one; never a single one as `other`.
  var bars: [ChartSeries.Point] {
    let sorted = groups.values.sorted {
      if $0.sum != $1.sum { return $0.sum > $1.sum }
      return $0.name != $1.name
        ? $0.name.lexicographicallyPrecedes($1.name) : $0.id.lexicographicallyPrecedes($1.id)
    }
    let shown = sorted.count > Self.mostBars + 1 ? Self.mostBars : sorted.count
    var points = zip(labels(of: sorted.prefix(shown)), sorted).map { label, group in
      ChartSeries.Point(label: label, sums: group.sums)
    }
    let rest = sorted.dropFirst(shown)
    if let first = rest.first {
      // Wraps around only for what no total could hold either.
      let sums = rest.dropFirst().reduce(first.sums) { zip($0, $1.sums).map { $0 &+ $1 } }
      points.append(ChartSeries.Point(label: "other (\(rest.count))", sums: sums))
    }
    return points
  }

  /// The names, and behind those that several groups have the beginning of the id, or all of it where
  /// that is the same, too.
  private func labels(of shown: ArraySlice<Group>) -> [String] {
    let names = Set(shown.map(\.name))
    let namesakes = Dictionary(
      grouping: groups.values.lazy.filter { names.contains($0.name) }, by: \.name)
    return shown.map { group in
      let name = group.name.isEmpty ? "(none)" : String(decoding: group.name, as: UTF8.self)
      guard let others = namesakes[group.name], others.count > 1 else { return name }
      // The key of a group without an id is its name.
      guard !group.id.isEmpty, group.id != group.name else { return "\(name) (no id)" }
      let start = group.id.prefix(Self.shownOfID)
      let isPlain = others.count { $0.id.starts(with: start) } == 1
      return "\(name) (\(String(decoding: isPlain ? start : group.id, as: UTF8.self)))"
    }
  }
}
