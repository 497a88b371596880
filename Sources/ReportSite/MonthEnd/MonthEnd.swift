import PublishedTables
import Publishing
import Reports
import Values

/// What is published of a month: the reports that finance closes it with.
struct MonthEnd {
  /// A report of the month end.
  enum Part: String, CaseIterable {
    case valuation = "inventory-valuation"
    case movements = "movement-summary"
    case ageing = "stock-ageing"
    case rollForward = "roll-forward"

    var title: String {
      switch self {
      case .valuation: "Valuation"
      case .movements: "Movements"
      case .ageing: "Ageing"
      case .rollForward: "Roll-forward"
      }
    }

    /// Whether it is of the whole month, and not of the month's last day.
    var coversMonth: Bool { self == .movements }

    /// The command that makes it for a month.
    func command(_ month: FiscalMonths.Month) -> String {
      coversMonth
        ? "inventory-reports run \(rawValue) --from \(month.first) --to \(month.end)"
        : "inventory-reports run \(rawValue) --date \(month.end)"
    }
  }

  let month: FiscalMonths.Month
  /// The run that each report shows for the month, as far as there is one.
  let runs: [Part: PublishedRun]

  /// Looks up what is published of a month; runs of some stores are left out.
  init(_ month: FiscalMonths.Month, of catalogue: PublishedCatalogue) {
    self.month = month
    var runs: [Part: PublishedRun] = [:]
    for part in Part.allCases {
      runs[part] =
        catalogue.report(part.rawValue)?.periods.last {
          !$0.name.isFiltered && $0.run?.facts.period.provisional == false
            && $0.name.to == month.end
            && $0.name.from == (part.coversMonth ? month.first : month.end)
        }?.run
    }
    self.runs = runs
  }

  /// The month of a name such as `2026-10` with a date of it; nil for anything else.
  static func month(named name: String, startingIn start: Int) -> FiscalMonths.Month? {
    guard let first = Day("\(name)-01") else { return nil }
    return FiscalMonths(of: first, startingIn: start).all.last
  }

  /// Whether a valuation of the month was issued again after the roll-forward added it up.
  func hasChanged(in catalogue: PublishedCatalogue) -> Bool {
    guard let inputs = runs[.rollForward]?.facts.inputs,
      let valuations = catalogue.report(Part.valuation.rawValue)
    else { return false }
    return inputs.contains { input in
      guard input.report == Part.valuation.rawValue,
        let name = PeriodFolderName(input.periodFolder),
        name.to >= month.first, name.to <= month.end, let shown = valuations.period(name)?.run
      else { return false }
      return shown.id.text != input.runID
    }
  }

  /// The parts that are not there.
  var missing: [Part] { Part.allCases.filter { runs[$0] == nil } }
}

extension FiscalMonths.Month {
  /// The last day of the month, also where the year is shown up to an earlier date.
  var end: Day { first.advanced(by: 31).firstOfMonth.advanced(by: -1) }
}
