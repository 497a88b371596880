import PublishedTables
import Publishing
import Register
import Reports
import Values

/// Reads what a roll-forward adds up, one valuation after the other.
struct RollForwardReading {
  let scope: RollForwardScope
  private(set) var shown: [RollForward.ShownMonth] = []
  /// The months of each side, in the order of `shown`.
  private(set) var stores: [RolledMonth] = []
  private(set) var categories: [RolledMonth] = []
  private(set) var used: [PublishedRun] = []
  private(set) var findings = RollForward.Findings()
  /// The months that do not open with what the one before them closed with.
  private(set) var seams: [String] = []
  private var valuations: PublishedValuations
  private var formers: FormerRollForwards
  /// The roll-forward of each month that is copied.
  private var copied: [String: FormerRollForwards.Former] = [:]
  private var usedDays: Set<Day> = []

  init(_ scope: RollForwardScope, report: String) throws(PublishingError) {
    self.scope = scope
    valuations = try PublishedValuations(scope)
    formers = try FormerRollForwards(scope, report: report)
  }

  /// Reads the months that begin with or after the first valuation that was ever published.
  mutating func read(_ months: FiscalMonths) throws {
    guard let first = try firstPublished() else { return }
    for month in months.all where month.first >= first {
      try read(month, begins: month.first == first)
    }
    for day in usedDays.sorted() {
      if case .success(let valuation) = valuations.valuation(day) { used.append(valuation.run) }
    }
    for former in shown.compactMap({ copied[$0.month.name] })
    where !used.contains(where: { $0.id == former.run.id && $0.folder == former.run.folder }) {
      used.append(former.run)
    }
    findSeams()
    findings.earlier += formers.damaged
  }

  /// The first date with a valuation, also where that is gone since and a roll-forward still has its
  /// month: else what is gone would be taken for what never was.
  private mutating func firstPublished() throws -> Day? {
    let first = valuations.shown.keys.min()
    guard let former = try formers.firstMonth() else { return first }
    return min(first ?? former, former)
  }

  /// Finds copied months that do not open with what the month before closed with, as when that was
  /// issued again and made of its days.
  private mutating func findSeams() {
    for place in shown.indices.dropFirst()
    where shown[place].source == .copied && shown[place - 1].source != .incomplete {
      guard
        !stores[place].joins(stores[place - 1]) || !categories[place].joins(categories[place - 1])
      else { continue }
      seams.append(shown[place].month.name)
      findings.earlier.append(
        "\(shown[place].month.name) is copied, and does not open with what"
          + " \(shown[place - 1].month.name) closed with, so the year has no sums")
    }
  }

  private mutating func read(_ month: FiscalMonths.Month, begins: Bool) throws {
    let needed = (begins ? 0 : -1)..<month.days
    let days = needed.map { month.first.advanced(by: $0) }
    let missing = days.compactMap { valuations.missing($0) }
    if missing.isEmpty {
      usedDays.formUnion(days)
      let isAfterCopy = shown.last?.source == .copied
      let (store, category) =
        isAfterCopy ? (stores.last, categories.last) : (nil as RolledMonth?, nil as RolledMonth?)
      stores.append(
        try RolledMonth(month, begins: begins, after: store) { try rows($0, .stores) })
      categories.append(
        try RolledMonth(month, begins: begins, after: category) { try rows($0, .categories) })
      try control(month)
      shown.append(RollForward.ShownMonth(month: month, source: .days))
    } else if missing.allSatisfy({ valuations.wasPruned($0.date) }),
      let former = try formers.complete(month)
    {
      stores.append(try former.month(month, .stores))
      categories.append(try former.month(month, .categories))
      copied[month.name] = former
      shown.append(RollForward.ShownMonth(month: month, source: .copied))
    } else {
      findings.missing += missing
      let gone = Set(missing.map(\.date))
      let known = days.filter { !gone.contains($0) }
      stores.append(
        try RolledMonth(incomplete: month, begins: begins, known: known) { try rows($0, .stores) })
      categories.append(
        try RolledMonth(incomplete: month, begins: begins, known: known) {
          try rows($0, .categories)
        })
      shown.append(RollForward.ShownMonth(month: month, source: .incomplete))
    }
  }

  /// The rows of a date that is known to be there.
  private mutating func rows(_ day: Day, _ side: PublishedSide) throws -> [PublishedSide.Row] {
    let valuation = try valuations.valuation(day).get()
    return try side.rows(
      of: side.keyColumn == PublishedSide.stores.keyColumn
        ? valuation.change : valuation.changeByCategory)
  }

  /// Holds the closing of a month against the valuation's own control total.
  private mutating func control(_ month: FiscalMonths.Month) throws {
    guard let closing = stores.last?.all(isKnown: true).closing else { return }
    let run = try valuations.valuation(month.last).get().run
    let found = ExactDecimal.text(closing, scale: 2)
    guard case .overall(let total) = run.facts.totals["detail"]?["cost_value"] else { return }
    if total != found {
      findings.closings.append(
        "\(month.last): \(found) by store, \(total) in the detail of run \(run.id)")
    }
  }

  /// The valuations of a period that were issued more than once, by date, store's name and id.
  mutating func restatements(_ days: ClosedRange<Day>) throws -> [RestatementLine] {
    var lines: [RestatementLine] = []
    for (day, earlier) in try valuations.issues(in: days).sorted(by: { $0.key < $1.key }) {
      guard case .success(let present) = valuations.valuation(day), let first = earlier.first
      else { continue }
      let closings: [PublishedSide.Closing]
      do {
        closings = try Self.closings(of: first)
      } catch {
        // It is not shown any more, so that nothing but this line hangs on it.
        findings.earlier.append("the first issue of \(day), run \(first.id): \(error)")
        continue
      }
      var found: [PublishedSide.Key: RestatementLine] = [:]
      func line(_ row: PublishedSide.Closing) -> RestatementLine {
        found[row.key]
          ?? RestatementLine(
            period: day, store: UUIDBytes(row.key.key), name: row.name, issues: earlier.count + 1)
      }
      for row in closings {
        var line = line(row)
        line.first = row.value
        found[row.key] = line
      }
      for row in try PublishedSide.stores.closings(of: present.change) {
        var line = line(row)
        line.name = row.name
        line.present = row.value
        found[row.key] = line
      }
      lines += found.sorted {
        PublishedSide.areInOrder(($0.value.name, $0.key.key), ($1.value.name, $1.key.key))
      }.map(\.value)
    }
    return lines
  }

  /// What each store closed with in a run that may be of an earlier version.
  private static func closings(of run: PublishedRun) throws -> [PublishedSide.Closing] {
    guard let table = PublishedTable("change", of: run) else {
      throw TableError.damaged(table: "change", record: 0, reason: "is in no CSV file")
    }
    try run.verify(table.resource)
    return try PublishedSide.stores.closings(of: table)
  }

  /// The late entries of the months that are shown, in order.
  mutating func lateEntries() throws -> [LateEntry] {
    var entries: [LateEntry] = []
    for former in copied {
      try former.value.forEach("late_entries") { row in
        guard row["seen_on"]?.hasPrefix(former.key) == true else { return }
        if let entry = LateEntry(published: row) { entries.append(entry) }
      }
    }
    var seen = SeenMovements()
    if let folder = scope.register {
      do {
        seen = try SeenMovements(MovementRegister(folder: folder), output: scope.output)
        findings.register += seen.damaged.map { "\($0) is damaged" }
      } catch let problem as RegisterProblem {
        findings.register.append("\(problem)")
      }
    }
    let days = Set(
      shown.filter { $0.source == .days }.flatMap { shown in
        (0..<shown.month.days).map { shown.month.first.advanced(by: $0) }
      })
    // What is known of a date whose valuation was removed is what its last run saw.
    let removed = seen.lastRuns.filter { valuations.wasPruned($0.key) }
    let runs = valuations.shown.mapValues(\.text).merging(removed) { shown, _ in shown }
    let known = days.filter { seen.looks[runs[$0] ?? ""] != nil }
    entries += seen.entries(seenOn: known.contains, shown: runs) {
      valuations.missing($0) == nil || valuations.wasPruned($0)
    }
    if known.count < days.count {
      entries += try rewritten(days.subtracting(known))
    }
    return entries.sorted { $0 < $1 }
  }

  /// What the last roll-forward has of dates of which the register knows nothing, as after it was lost.
  private mutating func rewritten(_ days: Set<Day>) throws -> [LateEntry] {
    var entries: [LateEntry] = []
    for shown in shown where shown.source == .days {
      let lost = days.filter { (shown.month.first...shown.month.last).contains($0) }
      guard let first = lost.min(), let last = lost.max() else { continue }
      findings.register.append(
        "it does not know what \(lost.count) valuations from \(first) to \(last) saw")
      guard let former = try formers.complete(shown.month) else { continue }
      try former.forEach("late_entries") { row in
        guard let entry = LateEntry(published: row), lost.contains(entry.seenOn) else { return }
        entries.append(entry)
      }
    }
    return entries
  }
}
