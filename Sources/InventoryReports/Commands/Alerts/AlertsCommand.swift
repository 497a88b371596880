import ArgumentParser

/// `inventory-reports alerts`: tells the notification service what is low.
struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "Tell the notification service what is low: each change once, none lost.",
    discussion: """
      EXAMPLES
        inventory-reports alerts run            what cron starts every hour
        inventory-reports alerts status         does it work?
        inventory-reports alerts test           does the service take an event?
        inventory-reports alerts mute --product SKU-1 --until 2026-12-24
        inventory-reports alerts dead           what was given up, and why
        inventory-reports alerts replay --all   try that again

      'run' exits with 3 when something could not be told or waits for a person, and with 75 when \
      another run is at work or no server has fresh data.
      """,
    subcommands: [
      AlertsRunCommand.self, AlertsFlushCommand.self, AlertsStatusCommand.self,
      AlertsListCommand.self, AlertsMuteCommand.self, AlertsUnmuteCommand.self,
      AlertsConfirmCommand.self, AlertsDeadCommand.self, AlertsReplayCommand.self,
      AlertsTestCommand.self,
    ])
}
