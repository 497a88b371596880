import ArgumentParser

/// `inventory-reports alerts`: tells the notification service what is low.
struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "Send low-stock alerts to the notification service: each change once, none lost.",
    discussion: """
      EXAMPLES
        inventory-reports alerts run            check the stock and send alerts
        inventory-reports alerts status         last check, waiting events, holds
        inventory-reports alerts test           send one test event
        inventory-reports alerts mute --product SKU-1 --until 2026-12-24
        inventory-reports alerts dead           events that were given up, and why
        inventory-reports alerts replay --all   send them again

      'run' exits with 3 when an event was not delivered or a mass change waits for confirmation, \
      and with 75 when another run is in progress or no server has fresh data.
      """,
    subcommands: [
      AlertsRunCommand.self, AlertsFlushCommand.self, AlertsStatusCommand.self,
      AlertsListCommand.self, AlertsMuteCommand.self, AlertsUnmuteCommand.self,
      AlertsConfirmCommand.self, AlertsDeadCommand.self, AlertsReplayCommand.self,
      AlertsTestCommand.self,
    ])
}
