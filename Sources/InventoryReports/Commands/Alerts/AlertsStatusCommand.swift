import Alerts
import ArgumentParser
import StateStore
import Values

/// `inventory-reports alerts status`: how deciding and delivering go.
struct AlertsStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the last check, the events that wait for each service, and holds.",
    usage: "inventory-reports alerts status [<options>]")

  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var last_run: String?
    var overdue: Bool
    var watched: Int?
    var states: [String: Int]
    var holds: [Hold]
    var services: [Service]
  }

  private struct Hold: Encodable {
    var kind: String
    var since: String
    var detail: String
    var confirmed: Bool
  }

  private struct Service: Encodable {
    var service: String
    var url: String?
    var waiting: Int
    var oldest: String?
    var dead: Int
    var last_success: String?
    var last_error: String?
    var last_error_at: String?
    var stopped_since: String?
    var paused_until: String?
  }

  func run() throws {
    let settings = try common.settings()
    let state = try settings.statePlace.look()
    let now = Instant.now
    let round = try state?.lastRound()
    let interval = try settings.duration("alerts.low_stock_check_interval").components.seconds
    // Once may be late; twice is a cron job that does not run.
    let isOverdue =
      round.map { now.microseconds - $0.at.microseconds > 2 * interval * 1_000_000 } ?? true
    let counts = try state?.stateCounts() ?? [:]
    let calendar = try settings.calendar()
    // People read their own clock; programs read instants.
    let time: (Instant) -> String =
      common.json ? { $0.description } : { ZonedText.time($0, in: calendar) }
    let document = Document(
      last_run: round.map { time($0.at) }, overdue: isOverdue, watched: round?.watched,
      states: Dictionary(
        uniqueKeysWithValues: [StockState.low, .outOfStock].map { ($0.rawValue, counts[$0] ?? 0) }),
      holds: try (state?.readAlerts { try $0.holds() } ?? []).map {
        Hold(
          kind: $0.kind.rawValue, since: time($0.since), detail: $0.detail,
          confirmed: $0.confirmedAt != nil)
      },
      services: try services(settings, state, time: time))
    if common.json {
      try Terminal.print(json: document)
    } else if !common.quiet {
      show(document)
    }
  }

  /// The services that are configured, and those that events still wait for, with times as they are
  /// shown.
  private func services(
    _ settings: Settings, _ state: StateDatabase?, time: (Instant) -> String
  ) throws -> [Service] {
    try EndpointName.known(settings, state).map { name in
      let record = try state?.endpoint(name.rawValue) ?? EndpointRecord(name: name.rawValue)
      return Service(
        service: name.rawValue, url: try settings.endpoint(name)?.place,
        waiting: record.pending, oldest: record.oldestPendingAt.map(time), dead: record.dead,
        last_success: record.lastSuccessAt.map(time), last_error: record.lastError,
        last_error_at: record.lastErrorAt.map(time), stopped_since: record.stoppedAt.map(time),
        paused_until: record.pausedUntil.map(time))
    }
  }

  private func show(_ document: Document) {
    if let last = document.last_run {
      Terminal.print(
        "last check at \(last)\(document.overdue ? Terminal.paint(", OVERDUE", .red) : "")")
    } else {
      Terminal.print("no check has run yet: start one with 'inventory-reports alerts run'")
    }
    Terminal.print(
      "\(RunProgress.grouped(document.watched ?? 0)) products watched, \(document.states["low"] ?? 0) low,"
        + " \(document.states["out_of_stock"] ?? 0) out of stock")
    for hold in document.holds {
      Terminal.print(
        "held since \(hold.since): \(hold.kind), \(hold.detail.printable)"
          + (hold.confirmed ? " (confirmed: the next run sends the alerts)" : ""))
    }
    var table = TextTable(
      ["SERVICE", "WAITING", "OLDEST", "DEAD", "LAST SUCCESS", "LAST ERROR", "URL"],
      rightAligned: [1, 3])
    for service in document.services {
      let error = service.last_error.map { "\($0) at \(service.last_error_at ?? "")" }
      table.add([
        service.service, String(service.waiting), service.oldest ?? "-", String(service.dead),
        service.last_success ?? "never",
        service.stopped_since.map { "STOPPED (410) at \($0)" } ?? error ?? "-",
        service.url ?? "not configured",
      ])
    }
    Terminal.print(table.text)
  }
}
