import JobRunner
import PublishedTables
import Publishing
import Reports
import RunStore

/// Where a report stands, in words for people.
struct StandingText {
  /// Something that wants to be known.
  struct Note {
    /// `bad`, `warn` or `plain`.
    var tone: String
    var text: String
  }

  private let standing: ReportStanding?
  private let calendar: BusinessCalendar
  private let now: Instant
  private let scope: StoreScope

  init(
    _ standing: ReportStanding?, calendar: BusinessCalendar, now: Instant, scope: StoreScope
  ) {
    self.standing = standing
    self.calendar = calendar
    self.now = now
    self.scope = scope
  }

  /// In a word.
  var word: String {
    guard let standing else { return "Not defined any more" }
    if standing.standing == .good, standing.failure != nil { return "Last run failed" }
    switch standing.standing {
    case .good: return "Fresh"
    case .running: return "Being made"
    case .due: return "Due"
    case .overdue: return "Overdue"
    case .unscheduled: return "When asked for"
    }
  }

  /// How it looks: `good`, `warn`, `bad` or `plain`.
  var tone: String {
    guard let standing else { return "plain" }
    if standing.standing == .overdue { return "bad" }
    if standing.failure != nil { return "bad" }
    switch standing.standing {
    case .good, .running: return "good"
    case .due: return "warn"
    case .overdue, .unscheduled: return "plain"
    }
  }

  /// How often it is made.
  var schedule: String {
    switch standing?.definition.schedule {
    case .manual: "Made when asked for"
    case .hourly: "Hourly"
    case .daily: "Daily"
    case .weekly: "Weekly"
    case .monthEnd: "Monthly"
    case nil: ""
    }
  }

  /// When it is due next; nil when it is due already, or has no schedule.
  var next: String? {
    guard let standing, standing.due.isEmpty else { return nil }
    return standing.nextDue.map { FigureText.time($0, in: calendar) }
  }

  /// What wants a person, the worst first.
  var notes: [Note] {
    guard let standing else { return [] }
    var notes: [Note] = []
    if let failure = standing.failure {
      let when = FigureText.time(failure.finished ?? failure.started, in: calendar)
      let period = failure.period.map { " of \($0.replacing("_", with: " to "))" } ?? ""
      let what = failure.state == .abandoned ? "was broken off" : "failed"
      let why = Self.reason(failure, scope: scope).map { ": \($0)" } ?? "."
      notes.append(Note(tone: "bad", text: "The run\(period) at \(when) \(what)\(why)"))
    }
    if !standing.due.isEmpty {
      let shown = standing.due.prefix(5).joined(separator: ", ")
      let more = standing.due.count > 5 ? " and \(standing.due.count - 5) more" : ""
      let since =
        standing.dueSince.map { ", due for \(FigureText.length(from: $0, to: now))" } ?? ""
      notes.append(
        Note(
          tone: standing.standing == .overdue ? "bad" : "warn",
          text: "Not made yet: \(shown)\(more)\(since)."))
    }
    return notes
  }

  /// Why a run failed, which may name figures over all stores; nil for who may not see those.
  static func reason(_ run: RunRecord, scope: StoreScope) -> String? {
    scope == .all ? run.error ?? "no reason is known." : nil
  }

  /// The runs that cannot be read.
  static func damage(of report: PublishedReport?) -> [Note] {
    (report?.damaged ?? []).prefix(3).map {
      Note(tone: "bad", text: "The run \($0.run) cannot be read: \($0.reason).")
    }
  }

  /// The newest attempt beside the last good run.
  static func lastRun(
    _ standing: ReportStanding?, good run: PublishedRun, calendar: BusinessCalendar
  ) -> String {
    guard let last = standing?.attempts.first, last.run != run.id.text else {
      return "the same, published"
    }
    let time = FigureText.time(last.finished ?? last.started, in: calendar)
    switch last.state {
    case .published:
      return "\(time), published" + (last.period.map { " for \($0)" } ?? "")
    case .running: return "\(time), still running"
    case .failed: return "\(time), failed"
    case .abandoned: return "\(time), broken off"
    }
  }
}
