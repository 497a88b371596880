import ArgumentParser
import StateStore
import Values

/// `inventory-reports alerts confirm`: says that a held change is real.
struct AlertsConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Say that so many products really did change at once.",
    usage: "inventory-reports alerts confirm [<options>]",
    discussion: """
      More than alerts.mass_change percent of all products changed at once, which a broken \
      synchronisation does, too. The next 'alerts run' tells them.
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
      held.map { "confirmed (\($0.detail.printable)): the next 'alerts run' tells it" }
        ?? "nothing waits for a person")
  }
}
