import PublishedTables
package import Publishing
import Register
import Reports
import Values

/// Months as sums of what was published: nothing is computed from the ledger, so that it ties to what
/// finance has downloaded.
package struct RollForward {
  let months: FiscalMonths
  /// The months that are shown, with where their figures come from.
  private(set) var shown: [ShownMonth] = []
  private(set) var byStore: [StoreMonthLine] = []
  private(set) var byCategory: [CategoryMonthLine] = []
  private(set) var restatements: [RestatementLine] = []
  private(set) var lateEntries: [LateEntry] = []
  /// The valuations that were added up, in order, and then the roll-forwards that months are copied from.
  package private(set) var used: [PublishedRun] = []
  private(set) var findings = Findings()

  /// A month and where its figures come from.
  struct ShownMonth {
    enum Source: Equatable {
      /// The valuations of its days.
      case days
      /// An earlier roll-forward.
      case copied
      /// Days are missing, and nobody has them.
      case incomplete

      var text: String? {
        switch self {
        case .days: "days"
        case .copied: "copied"
        case .incomplete: nil
        }
      }
    }

    var month: FiscalMonths.Month
    var source: Source
  }

  /// What was found on the way, for the checks.
  struct Findings {
    var missing: [PublishedValuations.Missing] = []
    /// Closings that differ from the control totals, a phrase each.
    var closings: [String] = []
    var late: [String] = []
    /// What was published earlier and cannot be read or put together, a phrase each.
    var earlier: [String] = []
    /// What the register cannot tell.
    var register: [String] = []
  }

  /// Adds up what is published; `report` is the name under which roll-forwards are.
  ///
  /// Throws `PublishingError` when the folders cannot be read, and `TableError` when a file is not what
  /// its manifest says.
  package init(_ scope: RollForwardScope, report: String) throws {
    var reading = try RollForwardReading(scope, report: report)
    months = FiscalMonths(of: scope.date, startingIn: scope.finance.fiscalYearStart)
    try reading.read(months)
    shown = reading.shown
    // A seam of either side empties the sums of both.
    let joins = reading.seams.isEmpty
    byStore = StoreMonthLine.lines(reading, name: months.name, joins: joins)
    byCategory = CategoryMonthLine.lines(reading, name: months.name, joins: joins)
    restatements = try reading.restatements(months.start...scope.date)
    lateEntries = try reading.lateEntries()
    used = reading.used
    findings = reading.findings
    findings.late = lateDifferences()
  }

  /// Where late entries and what is listed of them differ by more than rounding: store and month.
  private func lateDifferences() -> [String] {
    var listed: [String: (sum: Int128, count: Int128)] = [:]
    for entry in lateEntries {
      let key = "\(entry.seenOn.description.prefix(7)) \(entry.store)"
      let (sum, count) = listed[key] ?? (0, 0)
      listed[key] = (sum + (entry.value ?? 0), count + 1)
    }
    return byStore.compactMap { line in
      guard let store = line.store, line.period != nil, line.source == "days",
        let late = line.figures.late
      else { return nil }
      let (sum, count) = listed["\(line.month) \(store)"] ?? (0, 0)
      guard (late - sum).magnitude > UInt128(count + 1) else { return nil }
      return "\(line.month) \(line.name): \(ExactDecimal.text(late, scale: 2)) came in, listed are"
        + " \(ExactDecimal.text(sum, scale: 2))"
    }
  }
}
