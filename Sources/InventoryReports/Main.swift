import ArgumentParser
import Foundation
import Logging
import StateStore
import Values

/// The program's entry: runs a command and turns what it throws into a message and an exit code.
@main
struct Main {
  static func main() async {
    // A reader that goes away, as `| head` does, must not kill a run.
    signal(SIGPIPE, SIG_IGN)
    var arguments = Array(CommandLine.arguments.dropFirst())
    // The help of a command, wherever it is asked for.
    if let first = arguments.first, ["--help", "-h"].contains(first) {
      arguments = arguments.dropFirst() + [first]
    }
    var help = "inventory-reports --help"
    do {
      help = "\(try CommandPath(arguments).text) --help"
      var command = try InventoryReports.parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      StateDatabase.closeAll()
    } catch {
      StateDatabase.closeAll()
      end(with: error, help: help, asJSON: arguments.contains("--json"))
    }
  }

  /// Says what went wrong, as JSON too when that was asked for, so that a program that reads the
  /// result always finds a document, and one alone: what ends a run after its result is printed, such
  /// as a signal while services are told of it, is in the exit code.
  private static func end(with error: any Error, help: String, asJSON: Bool) -> Never {
    var status = ExitStatus(error)
    if status == nil, !(error is ExitCode),
      InventoryReports.exitCode(for: error).rawValue == ExitStatus.Code.usage
    {
      // The parser's own text would end in the usage of the root, whatever the command.
      let message = Self.message(of: error)
      status = ExitStatus(
        UsageError("\(message)\(message.hasSuffix(".") ? "" : ";") see '\(help)'"))
    }
    guard let status else { InventoryReports.exit(withError: error) }
    if asJSON, !Terminal.hasPrintedDocument {
      try? Terminal.print(json: Failure(error: status.message, exit_code: status.code))
    }
    Terminal.error(status.message, ["code": .stringConvertible(status.code)])
    exit(status.code)
  }

  /// The parser's message, without a guess of its own that is not near.
  private static func message(of error: any Error) -> String {
    let message = InventoryReports.message(for: error)
    guard let guess = message.firstMatch(of: /'([^']+)'\. Did you mean '([^']+)'\?/),
      Spelling.nearest(String(guess.1), in: [String(guess.2)]) == nil
    else { return message }
    return message.replacing(/\sDid you mean '[^']+'\?/, with: "")
  }

  /// What `--json` prints when a command could not do its work.
  private struct Failure: Encodable {
    var error: String
    var exit_code: Int32
  }
}

/// The root of the commands.
struct InventoryReports: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inventory-reports",
    abstract: "Inventory reports from PostgreSQL read replicas, as CSV, JSON and XLSX.",
    discussion: """
      EXAMPLES
        inventory-reports demo         try it on a generated retail chain
        inventory-reports doctor       check everything that a run needs
        inventory-reports run --all    every report, for the last complete day
        inventory-reports run --due    what is due by the schedules; for cron
        inventory-reports run inventory-valuation --date 2026-10-31
        inventory-reports status       last runs, what is due, what failed
        inventory-reports verify       check the published files
        inventory-reports alerts run   send low-stock alerts
        inventory-reports serve        web pages and HTTP API

      EXIT CODES
          0  done, or nothing was due
          3  partly done: a report failed, or the run could not be recorded
         64  the command line is wrong       65  a check of the data failed
         69  no database can be reached      73  the output cannot be written
         75  try again later                 78  wrong configuration or definition
          1  anything else         129, 130, 143  stopped by a signal
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, BackfillCommand.self, StatusCommand.self, HistoryCommand.self,
      PruneCommand.self, StateCommand.self, ListCommand.self, ShowCommand.self, CheckCommand.self,
      VerifyCommand.self, DoctorCommand.self, AlertsCommand.self, ConfigCommand.self,
      ScheduleCommand.self, ServeCommand.self, DemoCommand.self,
    ])
}
