public import Values

/// The months of a fiscal year up to a date.
public struct FiscalMonths: Sendable {
  /// A month.
  public struct Month: Hashable, Sendable {
    /// Its first day.
    public var first: Day
    /// Its last day, or the date up to which the year is shown.
    public var last: Day
    /// Its number in the fiscal year, from 1.
    public var period: Int

    /// How many days are shown of it.
    public var days: Int { first.distance(to: last) + 1 }
    /// `2026-11`.
    public var name: String { FiscalMonths.name(of: first) }
  }

  /// The first day of the fiscal year.
  public let start: Day
  /// The months up to the date.
  public let all: [Month]
  /// The whole year: `2026-01_2026-12`.
  public let name: String

  /// The fiscal year of a date, which begins in a month from 1 to 12.
  public init(of date: Day, startingIn month: Int) {
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

  /// `2026-11` of a day in November 2026.
  public static func name(of day: Day) -> String { String(day.description.prefix(7)) }
}
