import ArgumentParser
import Foundation
import Logging
import RunStore

/// The program's entry: runs a command and turns what it throws into a message and an exit code.
@main
struct Main {
  static func main() async {
    // A reader that goes away, as `| head` does, must not kill a run.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try InventoryReports.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      StateDatabase.closeAll()
    } catch {
      StateDatabase.closeAll()
      guard let status = ExitStatus(error) else { InventoryReports.exit(withError: error) }
      Terminal.error(status.message, ["code": .stringConvertible(status.code)])
      exit(status.code)
    }
  }
}

/// The root of the commands.
struct InventoryReports: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inventory-reports",
    abstract: "Inventory reports from PostgreSQL read replicas, as CSV, JSON and XLSX.",
    discussion: """
      EXAMPLES
        inventory-reports run --all                      every report, for the last complete day
        inventory-reports run inventory-valuation --date 2026-10-31
        inventory-reports run movement-summary --from 2026-10-01 --to 2026-10-31
        inventory-reports run --due                      what the schedules ask for: for cron
        inventory-reports status                         where does everything stand?
        inventory-reports check                          are the definitions right?
        inventory-reports doctor                         is everything that a run needs as it should be?
        inventory-reports verify                         is what is published intact?
        inventory-reports alerts run                     tell the notification service what is low
        inventory-reports serve                          web pages and HTTP API
        inventory-reports demo                           try it on a generated retail chain

      EXIT CODES
        0 done, or nothing was due   64 usage
        3 published in part: a report failed, or the run could not be remembered
        65 data check failed   69 no database reachable   73 cannot write output
        75 try later   78 bad configuration or definition   1 anything else
        130, 143 stopped by a signal
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, BackfillCommand.self, StatusCommand.self, HistoryCommand.self,
      PruneCommand.self, StateCommand.self, ListCommand.self, ShowCommand.self, CheckCommand.self,
      VerifyCommand.self, DoctorCommand.self, AlertsCommand.self, ConfigCommand.self,
      ScheduleCommand.self, ServeCommand.self, DemoCommand.self,
    ])
}

/// The program's version.
enum Version {
  static let current = "0.1.0"
}
