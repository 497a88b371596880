import ArgumentParser
import StateStore
import Values

/// `inventory-reports alerts confirm`: says that a held change is real.
struct AlertsConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Confirm that a mass change is real.",
    usage: "inventory-reports alerts confirm [<options>]",
    discussion: """
      Alerts are held when more than alerts.mass_change percent of all products change at once, \
      since a broken synchronisation looks the same. After this command, the next 'alerts run' \
      sends them.
      """)

  @OptionGroup var common: CommonOptions

  func run() throws {
    let state = try common.settings().statePlace.open()
    let held = try state.changeAlerts { alerts -> AlertHold? in
      guard var hold = try alerts.holds().first(where: { $0.kind == .massChange }) else {
        return nil
      }
      hold.confirmedAt = Instant.now
      try alerts.save(hold)
      return hold
    }
    if common.json { return try Terminal.print(json: ["confirmed": held != nil]) }
    guard !common.quiet else { return }
    Terminal.print(
      held.map { "confirmed (\($0.detail.printable)): the next 'alerts run' sends the alerts" }
        ?? "no mass change waits for confirmation")
  }
}
