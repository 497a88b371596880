import Values

/// The months of a fiscal year up to a date.
struct FiscalMonths {
  struct Month: Hashable {
    /// Its first day.
    var first: Day
    /// Its last day, or the date up to which the year is shown.
    var last: Day
    /// Its number in the fiscal year, from 1.
    var period: Int

    /// How many days are shown of it.
    var days: Int { first.distance(to: last) + 1 }
    /// `2026-11`.
    var name: String { FiscalMonths.name(of: first) }
  }

  /// The first day of the fiscal year.
  let start: Day
  /// The months up to the date.
  let all: [Month]
  /// The whole year: `2026-01_2026-12`.
  let name: String

  /// The fiscal year of a date, which begins in a month from 1 to 12.
  init(of date: Day, startingIn month: Int) {
    var first = date.firstOfMonth
    while first.civil.month != month { first = first.advanced(by: -1).firstOfMonth }
    start = first
    name = "\(Self.name(of: first))_\(Self.name(of: first.advanced(by: 340)))"
    var all: [Month] = []
    while first <= date {
      let next = first.advanced(by: 31).firstOfMonth
      all.append(
        Month(first: first, last: min(next.advanced(by: -1), date), period: all.count + 1))
      first = next
    }
    self.all = all
  }

  private static func name(of day: Day) -> String { String(day.description.prefix(7)) }
}

extension Day {
  /// The first day of its month.
  var firstOfMonth: Day { advanced(by: 1 - civil.day) }
}
