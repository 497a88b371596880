package import Inventory
import Reports
import Values

extension RollForward: TableComputation {
  package static let name = "roll-forward"

  /// The report that it adds up.
  package static let valuation = PublishedValuations.report

  package static let tables: [ComputedTable<RollForward>] = [
    ComputedTable("by_store") { (self: RollForward, emit: (StoreMonthLine) throws -> Void) in
      try self.byStore.forEach(emit)
    },
    ComputedTable("by_category") { (self: RollForward, emit: (CategoryMonthLine) throws -> Void) in
      try self.byCategory.forEach(emit)
    },
    ComputedTable("restatements") { (self: RollForward, emit: (RestatementLine) throws -> Void) in
      try self.restatements.forEach(emit)
    },
    ComputedTable("late_entries") { (self: RollForward, emit: (LateEntry) throws -> Void) in
      try self.lateEntries.forEach(emit)
    },
  ]

  package static let checkNames = [
    "days-published", "earlier-days-published", "earlier-runs-fit", "months-close",
    "closing-published", "sides-agree", "late-entries-listed",
  ]

  package func checks() -> [ComputedCheck] {
    let last = shown.last?.month.first.advanced(by: -1) ?? months.start
    let (now, earlier) = findings.missing.reduce(
      into: ([PublishedValuations.Missing](), [PublishedValuations.Missing]())
    ) { result, missing in
      if missing.date >= last { result.0.append(missing) } else { result.1.append(missing) }
    }
    let open =
      byStore.filter { $0.figures.closes == false }.map { "\($0.month) \($0.name)" }
      + byCategory.filter { $0.figures.closes == false }.map { "\($0.month) \($0.name)" }
    return [
      ComputedCheck(
        "days-published", holds: now.isEmpty, detail: MissingDays(now).text),
      ComputedCheck(
        "earlier-days-published", holds: earlier.isEmpty, detail: MissingDays(earlier).text),
      ComputedCheck(
        "earlier-runs-fit", holds: findings.earlier.isEmpty,
        detail: findings.earlier.joined(separator: "; ")),
      ComputedCheck("months-close", holds: open.isEmpty, detail: open.joined(separator: "; ")),
      ComputedCheck(
        "closing-published", holds: findings.closings.isEmpty,
        detail: findings.closings.joined(separator: "; ")),
      ComputedCheck(
        "sides-agree", holds: differences.isEmpty, detail: differences.joined(separator: ", ")),
      ComputedCheck(
        "late-entries-listed", holds: findings.late.isEmpty && findings.register.isEmpty,
        detail: (findings.late
          + (findings.register.isEmpty
            ? [] : ["the register: " + findings.register.joined(separator: ", ")]))
          .joined(separator: "; ")),
    ]
  }

  /// The months whose rows of all stores and of all categories are not the same.
  private var differences: [String] {
    let stores = byStore.filter { $0.store == nil && $0.name == PublishedSide.stores.everything }
    let categories = byCategory.filter {
      $0.key.isEmpty && $0.name == PublishedSide.categories.everything
    }
    return zip(stores, categories).filter { store, category in
      store.figures.opening != category.figures.opening
        || store.figures.closing != category.figures.closing
        || store.figures.sums != category.figures.sums
        || store.figures.late != category.figures.late
    }.map(\.0.month)
  }
}

/// Days without a valuation, and what to do.
struct MissingDays {
  private let missing: [PublishedValuations.Missing]

  init(_ missing: [PublishedValuations.Missing]) {
    // The last day of a month is that before the next.
    var seen: Set<Day> = []
    self.missing = missing.filter { seen.insert($0.date).inserted }.sorted { $0.date < $1.date }
  }

  /// A sentence for each stretch of days that lack the same, with the command that makes them.
  var text: String {
    var stretches: [(first: Day, last: Day, reason: String, force: Bool)] = []
    for day in missing {
      if let last = stretches.last, last.last.advanced(by: 1) == day.date,
        last.reason == day.reason, last.force == day.needsForce
      {
        stretches[stretches.count - 1].last = day.date
      } else {
        stretches.append((day.date, day.date, day.reason, day.needsForce))
      }
    }
    return stretches.map { stretch in
      let days =
        stretch.first == stretch.last
        ? "\(stretch.first)" : "\(stretch.first) to \(stretch.last)"
      return "\(days): \(stretch.reason); run 'inventory-reports backfill"
        + " \(PublishedValuations.report) --from \(stretch.first) --to \(stretch.last)"
        + (stretch.force ? " --force'" : "'")
    }.joined(separator: "; ")
  }
}
