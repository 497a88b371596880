import Inventory
import Reports

/// Settles the days and parameters of each report, by the snapshot's clock.
struct ReportPlanner {
  let request: RunRequest
  let now: Instant
  let stores: [UUIDBytes]
  let suppliers: [UUIDBytes]

  private var calendar: BusinessCalendar { request.calendar }
  private var today: Day { calendar.day(of: now) }

  /// The plans of all reports of the request, in its order.
  func plans() throws(JobError) -> [ReportPlan] {
    // Of reports that were named, the one that lacks it says so.
    for name in request.parameters.keys.sorted() where !request.areNamed {
      guard request.definitions.contains(where: { $0.has(parameter: name) }) else {
        throw .usage("--set \(name): no report of this run has a parameter of that name")
      }
    }
    return try request.definitions.map { (definition) throws(JobError) in try plan(definition) }
  }

  private func plan(_ definition: ReportDefinition) throws(JobError) -> ReportPlan {
    try checkOptions(of: definition)
    let (from, to) = try days(of: definition)
    let period = Period(from: from, to: to, calendar: calendar, now: now)
    if request.completeOnly, period.provisional,
      definition.has(parameter: "date") || definition.has(parameter: "from")
    {
      throw .stale(
        "by the clock of the server \(period.label) is not over", remedy: "Run again in a moment")
    }
    let usual = to.advanced(by: -1)
    let compareWith = request.compareWith ?? rangeStart?.advanced(by: -1) ?? usual
    if definition.has(parameter: "compare_with"), compareWith >= to {
      throw .usage(
        "--compare-with \(compareWith) must be earlier than the report's date \(to)")
    }
    let window = try windowDays(of: definition)
    var settings = ParameterSettings(definition)
    settings.add("date", .text(to.description), isDefault: true)
    settings.add("from", .text(from.description), isDefault: true)
    settings.add("to", .text(to.description), isDefault: true)
    settings.add(
      "compare_with", .text(compareWith.description), isDefault: compareWith == usual)
    settings.add("stores", .list(stores.map(\.description)), isDefault: stores.isEmpty)
    settings.add("suppliers", .list(suppliers.map(\.description)), isDefault: suppliers.isEmpty)
    settings.add("window", .integer(window), isDefault: window == defaultWindow(of: definition))
    try settings.addOwn(from: request.parameters)
    let flowStart = compareWith.advanced(by: 1)
    return ReportPlan(
      definition: definition,
      context: ReportContext(
        definition: definition, period: period, calendar: calendar, parameters: settings.all,
        currency: request.currency,
        assumptions: Assumptions(request: request, definition: definition, period: period).all,
        programVersion: request.programVersion),
      valuationFlow: BookPlan.Flow(
        start: calendar.start(of: flowStart), end: period.end, firstDay: flowStart, lastDay: to),
      summaryFlow: BookPlan.Flow(
        start: period.start, end: period.end, firstDay: from, lastDay: to),
      window: BookPlan.Window(days: window, endingWith: period),
      suppliers: definition.has(parameter: "suppliers") ? suppliers : [],
      variables: variables(
        period: period, compareWith: compareWith, window: window, settings: settings.all))
  }

  private var rangeStart: Day? {
    if case .range(let from, _) = request.dates { from } else { nil }
  }

  /// The first and the last business date of the report.
  private func days(of definition: ReportDefinition) throws(JobError) -> (Day, Day) {
    let isDated = definition.has(parameter: "date") || definition.has(parameter: "from")
    guard isDated else {
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
    guard asked.0 <= asked.1 else {
      throw .usage("--from \(asked.0) is later than --to \(asked.1)")
    }
    guard asked.1 <= today else {
      throw .usage(
        "\(asked.1) is in the future: today is \(today) in \(calendar.timeZoneName)")
    }
    return definition.has(parameter: "from") ? asked : (asked.1, asked.1)
  }

  /// An option that was given for a report that was named, and that the report does not have.
  private func checkOptions(of definition: ReportDefinition) throws(JobError) {
    let options = [
      "date": "--date", "from": "--from", "to": "--to", "compare_with": "--compare-with",
      "stores": "--store", "suppliers": "--supplier",
    ]
    for (name, value) in request.parameters.sorted(by: { $0.key < $1.key }) {
      guard let option = options[name] else { continue }
      throw .usage("--set \(name)=\(value): use \(option)")
    }
    var given: [(String, String)] = []
    if request.compareWith != nil { given.append(("--compare-with", "compare_with")) }
    if !stores.isEmpty { given.append(("--store", "stores")) }
    if !suppliers.isEmpty { given.append(("--supplier", "suppliers")) }
    given += request.parameters.keys.sorted().map { ("--set \($0)", $0) }
    for (option, parameter) in given where !definition.has(parameter: parameter) {
      // The stores select what is read, so a report that cannot say so must not be made from it.
      guard request.areNamed || parameter == "stores" else { continue }
      let known = definition.parameters.map(\.name).joined(separator: ", ")
      throw .usage(
        "\(option) is not for \(definition.name), which has "
          + (known.isEmpty ? "no parameters" : "the parameters \(known)"))
    }
  }

  private func defaultWindow(of definition: ReportDefinition) -> Int {
    let parameter = definition.parameters.first { $0.name == "window" }
    return parameter?.defaultValue.flatMap { Int($0) } ?? 90
  }

  private func windowDays(of definition: ReportDefinition) throws(JobError) -> Int {
    guard definition.has(parameter: "window"), let text = request.parameters["window"] else {
      return defaultWindow(of: definition)
    }
    guard let days = Int(text), (1...3_650).contains(days) else {
      throw .usage("--set window=\(text): expected a whole number of days from 1 to 3650")
    }
    return days
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
