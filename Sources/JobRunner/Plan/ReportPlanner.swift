import Inventory
import Reports
import Values

/// Settles the days and parameters of each report, by the snapshot's clock.
struct ReportPlanner {
  let request: RunRequest
  let now: Instant
  let stores: [UUIDBytes]
  let suppliers: [UUIDBytes]

  private var calendar: BusinessCalendar { request.calendar }
  private var today: Day { calendar.day(of: now) }

  /// The plans of all reports of the request, in its order; it was checked.
  func plans() throws(JobError) -> [ReportPlan] {
    try request.definitions.map { (definition) throws(JobError) in try plan(definition) }
  }

  private func plan(_ untitled: ReportDefinition) throws(JobError) -> ReportPlan {
    let definition = untitled.filled(TitleWords(request.finance))
    let (from, to) = try days(of: definition)
    let period = Period(from: from, to: to, calendar: calendar, now: now)
    if request.completeOnly, period.provisional, ScheduledSeries(definition).isDated {
      throw .stale(
        "by the server's clock, \(period.label) is not over yet", remedy: "Run again in a moment")
    }
    let usual = to.advanced(by: -1)
    let compareWith = request.compareWith ?? rangeStart?.advanced(by: -1) ?? usual
    try request.checkComparison(of: definition, to: to)
    let window = try request.windowDays(of: definition)
    var settings = ParameterSettings(definition)
    // No date is called a default: whether it was given must not change the files.
    settings.add("date", .text(to.description), isDefault: false)
    settings.add("from", .text(from.description), isDefault: false)
    settings.add("to", .text(to.description), isDefault: false)
    settings.add(
      "compare_with", .text(compareWith.description), isDefault: compareWith == usual)
    settings.add("stores", .list(stores.map(\.description)), isDefault: stores.isEmpty)
    settings.add("suppliers", .list(suppliers.map(\.description)), isDefault: suppliers.isEmpty)
    settings.add(
      "window", .integer(window), isDefault: window == request.defaultWindow(of: definition))
    try settings.addOwn(from: request.parameters)
    let flowStart = compareWith.advanced(by: 1)
    return ReportPlan(
      definition: definition,
      context: ReportContext(
        definition: definition, period: period, calendar: calendar, parameters: settings.all,
        currency: request.currency,
        assumptions: Assumptions(request: request, definition: definition, period: period).all,
        programVersion: request.programVersion),
      scope: ComputationScope(
        change: BookPlan.Flow(
          start: calendar.start(of: flowStart), end: period.end, firstDay: flowStart, lastDay: to),
        period: BookPlan.Flow(start: period.start, end: period.end, firstDay: from, lastDay: to),
        window: BookPlan.Window(days: window, endingWith: period),
        suppliers: definition.has(parameter: "suppliers") ? suppliers : [], stores: stores),
      variables: variables(
        period: period, compareWith: compareWith, window: window, settings: settings.all))
  }

  private var rangeStart: Day? {
    if case .range(let from, _) = request.dates { from } else { nil }
  }

  /// The first and the last business date of the report.
  private func days(of definition: ReportDefinition) throws(JobError) -> (Day, Day) {
    guard ScheduledSeries(definition).isDated else {
      // A report without a date is about now.
      if request.areNamed, request.dates != .lastCompleteDay, request.dates != .day(today) {
        throw .usage(
          "\(definition.name) is always about now, \(today): leave out --date, --from and --to")
      }
      return (today, today)
    }
    let asked: (Day, Day) =
      switch request.dates {
      case .lastCompleteDay: (today.advanced(by: -1), today.advanced(by: -1))
      case .day(let day): (day, day)
      case .range(let from, let to): (from, to)
      }
    guard asked.1 <= today else {
      throw .usage(
        "\(asked.1) is in the future: today is \(today) in \(calendar.timeZoneName)")
    }
    return definition.has(parameter: "from") ? asked : (asked.1, asked.1)
  }

  private func variables(
    period: Period, compareWith: Day, window: Int, settings: [ReportContext.ParameterSetting]
  ) -> [String: String] {
    var values = [
      "period_start": period.start.description, "period_end": period.end.description,
      "date_from": period.from.description, "date_to": period.to.description,
      "compare_start": calendar.start(of: compareWith.advanced(by: 1)).description,
      "time_zone": calendar.timeZoneName, "snapshot_time": now.description,
      "stores": stores.map(\.description).joined(separator: ","),
      "suppliers": suppliers.map(\.description).joined(separator: ","), "window": String(window),
      "window_start": calendar.start(of: period.to.advanced(by: 1 - window)).description,
      "prices": "{}",
    ]
    for setting in settings where values[setting.name] == nil {
      switch setting.value {
      case .text(let text): values[setting.name] = text
      case .integer(let number): values[setting.name] = String(number)
      case .list(let list): values[setting.name] = list.joined(separator: ",")
      }
    }
    return values
  }
}
