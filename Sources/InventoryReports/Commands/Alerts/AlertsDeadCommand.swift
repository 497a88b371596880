import ArgumentParser
import StateStore
import Values

/// `inventory-reports alerts dead`: what was given up.
struct AlertsDeadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dead",
    abstract: "List the events that were given up, and why.",
    usage: "inventory-reports alerts dead [<options>]",
    discussion: """
      An event is given up when the service refuses it (4xx other than 408, 409, 410, 425 and 429), \
      or after alerts.give_up_after. 'alerts replay' sends it again.
      """)

  @OptionGroup var common: CommonOptions

  private struct Event: Encodable {
    var event_id: String
    var event_type: String
    var service: String
    var written: String
    var attempts: Int
    var error: String?
  }

  func run() throws {
    let state = try common.settings().statePlace.look()
    let most = 1_000
    let events = try (state?.deadEvents(limit: most) ?? []).map {
      Event(
        event_id: $0.event.id.description, event_type: $0.event.type, service: $0.event.endpoint,
        written: $0.createdAt.description, attempts: $0.attempts, error: $0.lastError)
    }
    if common.json { return try Terminal.print(json: events) }
    guard !common.quiet else { return }
    var table = TextTable(["EVENT", "TYPE", "SERVICE", "WRITTEN", "ATTEMPTS", "ERROR"])
    for event in events {
      table.add([
        event.event_id, event.event_type, event.service, event.written, String(event.attempts),
        event.error ?? "",
      ])
    }
    Terminal.print(events.isEmpty ? "no event was given up" : table.text)
    if events.count == most { Terminal.print("these are the oldest \(most); there may be more") }
  }
}

/// `inventory-reports alerts replay`: tries again what was given up.
struct AlertsReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Send events again that were given up, with the same ids and bytes.",
    usage: "inventory-reports alerts replay <event> ... | --all [<options>]")

  @ArgumentParser.Argument(
    help: ArgumentHelp("Events, by their ids in 'alerts dead'.", valueName: "event"))
  var ids: [String] = []

  @ArgumentParser.Flag(help: "All events that were given up.")
  var all = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    guard all != !ids.isEmpty else {
      throw ValidationError(all ? "name events, or give --all, not both" : "name events, or --all")
    }
    let wanted = try ids.map { text in
      guard let id = UUIDBytes(text) else {
        throw ValidationError("invalid event id '\(text)': expected a UUID from 'alerts dead'")
      }
      return id
    }
    let settings = try common.settings()
    try await AlertsFlushCommand.deliver(settings, resumes: false, common) { session in
      let count = try session.state.replay(all ? nil : wanted, at: Instant.now)
      guard all || count == Set(wanted).count else {
        throw ValidationError(
          "only \(count) of these events were given up, and are queued again;"
            + " see 'inventory-reports alerts dead'")
      }
    }
  }
}
