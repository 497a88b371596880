/// The business days that a report is about: `[start, end)` in instants.
public struct Period: Hashable, Sendable {
  /// The first business date.
  public let from: Day
  /// The last business date, included.
  public let to: Day
  /// The first instant of `from`.
  public let start: Instant
  /// The first instant after the period: the start of the day after `to`, or the snapshot's time
  /// when the period is not over.
  public let end: Instant
  /// Whether the period was not over at the snapshot: its figures may still change.
  public let provisional: Bool

  /// The period of the days `from...to` as a snapshot taken at `now` sees it.
  public init(from: Day, to: Day, calendar: BusinessCalendar, now: Instant) {
    self.from = from
    self.to = to
    start = calendar.start(of: from)
    let complete = calendar.start(of: to.advanced(by: 1))
    provisional = now < complete
    end = provisional ? now : complete
  }

  /// `2026-11-21` for one business date, else `2026-11-01_2026-11-30`.
  public var label: String {
    from == to ? from.description : "\(from)_\(to)"
  }
}
