import ArgumentParser
import Foundation
import Publishing
import StateStore
import Values

/// `inventory-reports state`: what is remembered between runs.
struct StateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Back up, check or restore the state: history, prices, alerts and review.",
    subcommands: [
      Backup.self, Check.self, Restore.self, StateInitCommand.self, StateRebuildPricesCommand.self,
    ])

  /// `inventory-reports state backup FILE`.
  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backup",
      abstract: "Write a verified copy of the state; runs may continue.",
      usage: "inventory-reports state backup <file> [<options>]")

    @ArgumentParser.Argument(help: ArgumentHelp("File for the copy; an existing one is replaced."))
    var file: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      try StateCommand.state(common.settings()).copy(to: file)
      if common.json { return try Terminal.print(json: ["copy": file]) }
      if Terminal.isOutputTerminal, !common.quiet { Terminal.print("\(file): a verified copy") }
    }
  }

  /// `inventory-reports state check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check the state and its copies in the output folder.",
      usage: "inventory-reports state check [<options>]")

    @OptionGroup var common: CommonOptions

    func run() throws {
      let settings = try common.settings()
      let state = try StateCommand.state(settings)
      try state.check()
      let copies = settings.statePlace.copies.all
      for copy in copies { try StateDatabase.check(file: copy) }
      let intact = [state.path] + copies
      if common.json { return try Terminal.print(json: ["intact": intact]) }
      if !common.quiet { Terminal.print(intact.map { "\($0): intact" }.joined(separator: "\n")) }
    }
  }

  /// `inventory-reports state restore FILE`.
  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "restore",
      abstract: "Replace the state with a copy; the old state is kept under another name.",
      usage: "inventory-reports state restore <file> [<options>]",
      discussion:
        "Runs leave copies in .state/ of the output folder. No process may have the state open:"
        + " stop the web program, and wait for runs and alerts to end.")

    @ArgumentParser.Argument(help: ArgumentHelp("A copy that 'state backup' or a run has made."))
    var file: String
    @OptionGroup var common: CommonOptions

    private struct Document: Encodable {
      var state: String
      var copy: String
      var replaced: String?
      var loss: String?
    }

    func run() throws {
      let settings = try common.settings()
      let output = settings.output
      guard
        (try? URL(filePath: file).resolvingSymlinksInPath().resourceValues(
          forKeys: [.isRegularFileKey]).isRegularFile) == true
      else {
        throw UsageError("there is no file \(file); runs leave copies in \(output)/.state")
      }
      var locks: [RunLock] = []
      for report in try PublishedReports(output: output).reports() {
        let holder = "a restore of the state"
        guard let lock = try RunLock(output: output, report: report, holder: holder) else {
          let refused = ReportLocked(report, output: output)
          throw StateError(inUse: settings.stateFolder, by: refused.reason)
        }
        locks.append(lock)
      }
      defer { extendLifetime(locks) }
      let now = Instant.now
      let stamp = now.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
      let outcome = try StateRestore(to: settings.statePlace, stamp: stamp).perform(file)
      if let loss = outcome.loss {
        // No error: it is what was asked for. But nobody should miss it.
        Terminal.note(
          "note: \(loss). What was ordered since the copy can be ordered a second time: compare with"
            + " the orders that suppliers got before you export")
      }
      if common.json {
        return try Terminal.print(
          json: Document(
            state: settings.stateFolder, copy: file, replaced: outcome.replaced,
            loss: outcome.loss))
      }
      guard !common.quiet else { return }
      Terminal.print("\(settings.stateFolder): restored from \(file)")
      if let replaced = outcome.replaced { Terminal.print("replaced state: \(replaced)") }
    }
  }

  /// The state to read, which must be there: a check of nothing would be no check.
  fileprivate static func state(_ settings: Settings) throws -> StateDatabase {
    guard let state = try settings.statePlace.look() else {
      throw StateError(missing: settings.stateFolder)
    }
    return state
  }
}
