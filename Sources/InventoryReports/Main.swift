import ArgumentParser
import Foundation

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
    } catch {
      guard let status = ExitStatus(error) else { InventoryReports.exit(withError: error) }
      Terminal.error(status.message)
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
        inventory-reports check                          are the definitions right?
        inventory-reports verify                         is what is published intact?
        inventory-reports alerts run                     tell the notification service what is low
        inventory-reports demo                           try it on a generated retail chain

      EXIT CODES
        0 done   3 some reports failed, the rest is published   64 usage
        65 data check failed   69 no database reachable   73 cannot write output
        75 try later   78 bad configuration or definition   1 anything else
        130, 143 stopped by a signal
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, ListCommand.self, ShowCommand.self, CheckCommand.self,
      VerifyCommand.self, AlertsCommand.self, ConfigCommand.self, DemoCommand.self,
    ])
}

/// The program's version.
enum Version {
  static let current = "0.1.0"
}
