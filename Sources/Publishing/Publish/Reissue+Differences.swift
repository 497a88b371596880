package import Reports

extension Reissue {
  /// A reissue of a run, with what differs between its figures and those of the new tables.
  package init(of run: PublishedRun, reason: String, summaries: [TableSummary]) {
    let rows = Dictionary(
      summaries.map { ($0.table.key, $0.rows) }, uniquingKeysWith: { $1 })
    let totals = Dictionary(
      summaries.map { ($0.table.key, ControlTotal.totals(of: $0)) }, uniquingKeysWith: { $1 })
    var differences: [Difference] = []
    for table in Set(rows.keys).union(run.facts.rows.keys).sorted() {
      func add(_ column: String, unit: String? = nil, _ before: String?, _ after: String?) {
        guard before != after else { return }
        differences.append(
          Difference(
            table: table, column: column, unit: unit, before: before ?? "", after: after ?? ""))
      }
      add("rows", run.facts.rows[table].map { "\($0)" }, rows[table].map { "\($0)" })
      let before = run.facts.totals[table] ?? [:]
      let after = totals[table] ?? [:]
      for column in Set(before.keys).union(after.keys).sorted() {
        let (old, new) = (before[column]?.byUnit ?? [:], after[column]?.byUnit ?? [:])
        for unit in Set(old.keys).union(new.keys).sorted() {
          add(column, unit: unit.isEmpty ? nil : unit, old[unit], new[unit])
        }
      }
    }
    self.init(of: run.id, reason: reason, differences: differences)
  }
}

extension ControlTotal {
  /// The figures by unit; one over all rows has the unit "".
  fileprivate var byUnit: [String: String] {
    switch self {
    case .overall(let text): ["": text]
    case .byUnit(let sums): sums
    }
  }
}
