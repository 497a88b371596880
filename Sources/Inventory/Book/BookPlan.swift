public import Values

/// What the reports of one run need of a reading: which periods, windows and instants.
///
/// Reports that ask for the same share it; the ledger is read once for all.
public struct BookPlan: Sendable {
  /// A period whose movements are summed.
  public struct Flow: Hashable, Sendable {
    /// The first instant.
    public var start: Instant
    /// The first instant after it.
    public var end: Instant
    /// The business day of `start`.
    public var firstDay: Day
    /// The last business day.
    public var lastDay: Day

    /// A period.
    public init(start: Instant, end: Instant, firstDay: Day, lastDay: Day) {
      self.start = start
      self.end = end
      self.firstDay = firstDay
      self.lastDay = lastDay
    }
  }

  /// A window of business days for demand.
  public struct Window: Hashable, Sendable {
    /// The first business day.
    public var firstDay: Day
    /// The last business day.
    public var lastDay: Day
    /// The first instant after it, or the snapshot's time when the last day is not over.
    public var end: Instant
    /// By how many percent the balance must come above the reorder level to be low no more, where
    /// it is told since when it is low.
    public var rearmMargin = 0

    /// The window of a number of days, at least 1, that ends with a period.
    public init(days: Int, endingWith period: Period) {
      firstDay = period.to.advanced(by: 1 - days)
      lastDay = period.to
      end = period.end
    }
  }

  /// A date at whose end the stock is aged.
  public struct Ageing: Hashable, Sendable {
    /// The date.
    public var date: Day
    /// Its end, or the snapshot's time when it is not over.
    public var end: Instant

    /// A date with its end.
    public init(date: Day, end: Instant) {
      self.date = date
      self.end = end
    }
  }

  /// The periods to sum.
  public private(set) var flows: [Flow] = []
  /// The windows to look at.
  public private(set) var windows: [Window] = []
  /// The dates at whose ends the stock is aged.
  public private(set) var ageings: [Ageing] = []
  /// The instants at which balances are wanted, in order.
  public private(set) var marks: [Instant] = []
  /// The instants at which prices are wanted.
  public private(set) var priced: [Instant] = []
  /// From when on every movement counts; before it, only the latest of each pair, and what the age of
  /// the stock takes from the whole ledger.
  public private(set) var orderedFrom = Instant.distantFuture
  /// Whether what the age of the stock takes from the ledger is carried on for the next reading.
  public var carriesAges = false
  /// Whether the stock's age is folded: from the whole ledger in order, or from what an earlier reading
  /// carried on.
  public var foldsAges: Bool { carriesAges || !ageings.isEmpty }
  /// The zone of the business days.
  public let calendar: BusinessCalendar

  /// A plan that needs nothing yet.
  public init(calendar: BusinessCalendar) {
    self.calendar = calendar
  }

  /// Asks for the movements of a period, and for the balances and the prices at its end.
  public mutating func need(_ flow: Flow) {
    if !flows.contains(flow) { flows.append(flow) }
    orderedFrom = min(orderedFrom, flow.start)
    need(balancesAt: flow.end)
    need(pricesAt: flow.end)
  }

  /// Asks for the demand of a window and for the balances at its end.
  public mutating func need(_ window: Window) {
    if !windows.contains(window) { windows.append(window) }
    orderedFrom = min(orderedFrom, calendar.start(of: window.firstDay))
    need(balancesAt: window.end)
  }

  /// Asks for the age of the stock at the end of a date, and for what the stock was when the date's
  /// month began.
  public mutating func need(_ ageing: Ageing) {
    if !ageings.contains(ageing) { ageings.append(ageing) }
    need(balancesAt: calendar.start(of: ageing.date.firstOfMonth))
    need(balancesAt: ageing.end)
    need(pricesAt: ageing.end)
  }

  /// Asks for the prices at an instant.
  public mutating func need(pricesAt instant: Instant) {
    if !priced.contains(instant) { priced.append(instant) }
  }

  /// Asks for the balances at an instant.
  public mutating func need(balancesAt instant: Instant) {
    if !marks.contains(instant) { marks = (marks + [instant]).sorted() }
    orderedFrom = min(orderedFrom, instant)
  }
}
