import JobRunner
import PublishedTables
import Publishing
import Reports
import Schedule
import StateStore
import Values

/// Where a report stands, in words for people.
struct StandingText {
  /// Something that wants to be known.
  struct Note {
    /// `bad`, `warn` or `plain`.
    var tone: String
    var text: String
    /// Where more is said of it; nil for nowhere.
    var path: String?
  }

  /// How long a report may be due before anybody should notice: the job that makes it starts once an
  /// hour, some minutes after it, and takes its time.
  private static let pickUp = Duration.seconds(70 * 60)

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
    guard let standing else { return "No longer defined" }
    if standing.standing == .good, standing.failure != nil { return "Last run failed" }
    switch standing.standing {
    case .good: return "Fresh"
    case .running: return "Running"
    case .due: return "Due"
    case .overdue: return "Overdue"
    case .unscheduled: return "Unscheduled"
    }
  }

  /// How it looks: `good`, `warn`, `bad` or `plain`.
  var tone: String {
    guard let standing else { return "plain" }
    if standing.standing == .overdue { return "bad" }
    if standing.failure != nil { return "bad" }
    switch standing.standing {
    case .good, .running: return "good"
    case .due: return isExpected ? "plain" : "warn"
    case .overdue, .unscheduled: return "plain"
    }
  }

  /// Whether what is due may still be waiting for its job.
  private var isExpected: Bool {
    guard let standing, standing.standing == .due, let since = standing.dueSince else {
      return false
    }
    return now.microseconds - since.microseconds < Int64(Self.pickUp.components.seconds) * 1_000_000
  }

  /// How often it is made.
  var schedule: String {
    switch standing?.definition.schedule {
    case .manual: "On demand"
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
      let what = failure.state == .abandoned ? "was interrupted" : "failed"
      let why = Self.reason(failure, scope: scope).map { ": \($0)" } ?? "."
      notes.append(Note(tone: "bad", text: "The run\(period) at \(when) \(what)\(why)"))
    }
    if !standing.due.isEmpty {
      let shown = standing.due.listed(first: 5) { $0 }
      let since =
        standing.dueSince.map { ", due for \(FigureText.length(from: $0, to: now))" } ?? ""
      let tone = standing.standing == .overdue ? "bad" : isExpected ? "plain" : "warn"
      let job = isExpected ? " The next hourly job makes it." : ""
      notes.append(Note(tone: tone, text: "Not published yet: \(shown)\(since).\(job)"))
    }
    return notes
  }

  /// That checks of a run warned, with a way to what they found.
  static func warnings(of run: PublishedRun?) -> [Note] {
    guard let run else { return [] }
    let warned = run.facts.warnings
    guard let first = warned.first else { return [] }
    let more = warned.count > 1 ? " and \(warned.count - 1) more" : ""
    let what = warned.count > 1 ? "these checks" : "this check"
    // What must hold is a sentence of its own.
    let title = first.title.hasSuffix(".") ? String(first.title.dropLast()) : first.title
    return [
      Note(
        tone: "warn", text: "In the latest run \(what) warned: \"\(title)\"\(more).",
        path: "/reports/\(run.facts.report)/\(run.id)#checks")
    ]
  }

  /// Why a run failed, which may name figures over all stores; nil for who may not see those.
  static func reason(_ run: RunRecord, scope: StoreScope) -> String? {
    scope == .all ? run.error ?? "unknown reason." : nil
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
      return "the last good run"
    }
    let time = FigureText.time(last.finished ?? last.started, in: calendar)
    // It may be one that somebody asked for by hand.
    let period = last.period.map { " for \($0)" } ?? ""
    switch last.state {
    case .published: return "\(time), published\(period)"
    case .running: return "\(time), still running"
    case .failed: return "\(time), failed\(period)"
    case .abandoned: return "\(time), interrupted"
    }
  }
}
