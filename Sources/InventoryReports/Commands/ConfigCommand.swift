import ArgumentParser
import Foundation

/// `inventory-reports config`: the settings in effect.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Inspect the configuration.",
    subcommands: [Show.self])

  /// `inventory-reports config show`: each setting with where its value came from.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show each setting, its value, and where the value came from.",
      usage: "inventory-reports config show [<options>]",
      discussion:
        "Flags override the environment, the environment overrides the file. Secrets are masked.")

    @ArgumentParser.Flag(
      help: "Print the meaning of each setting instead, as the tables of docs/configuration.md.")
    var markdown = false

    @OptionGroup var common: CommonOptions

    private struct Entry: Encodable {
      var key: String
      var variable: String
      var value: String?
      var source: String
      var used: Bool
      var meaning: String
    }

    func run() throws {
      guard !markdown else {
        if common.json { throw UsageError("give --markdown or --json, not both") }
        Terminal.print(SettingsReference.markdown)
        return
      }
      let settings = try common.settings()
      let entries = try settings.all.flatMap { resolved in
        let setting = resolved.setting
        let entry = Entry(
          key: setting.key, variable: setting.variable, value: shown(resolved),
          source: source(resolved), used: setting.isUsed, meaning: setting.meaning)
        // A list has no variable of its own: it stands below the host that it replaces.
        return setting.key == "database.host" ? try [entry] + hosts(of: settings) : [entry]
      }
      guard !common.json else {
        try Terminal.print(json: entries)
        return
      }
      Terminal.print("configuration file: \(settings.file ?? "none")")
      Terminal.print("definitions: \(settings.definitionsFolder)")
      var table = TextTable(["SETTING", "VALUE", "FROM", "VARIABLE: MEANING"])
      for entry in entries {
        table.add([
          entry.key, entry.value ?? "-", entry.source,
          entry.variable.isEmpty ? entry.meaning : "\(entry.variable): \(entry.meaning)",
        ])
      }
      Terminal.print(table.text)
      for note in settings.notes { Terminal.print(TextWrap.text(note, width: Terminal.width)) }
      let libpq = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("PG") }.sorted()
      if !libpq.isEmpty {
        Terminal.print("libpq also reads: \(libpq.joined(separator: ", "))")
      }
    }

    private func hosts(of settings: Settings) throws -> [Entry] {
      let overruling = try settings.overrulingHosts()
      let meaning = "list of servers, in the file only; each has host or url, port, role and weight"
      let entries = settings.hosts.enumerated().map { index, host in
        Entry(
          key: "database.hosts[\(index + 1)]", variable: "", value: host.text,
          source: "\(settings.file ?? ""):\(host.line)"
            + (overruling.map { ", overridden by \($0)" } ?? ""),
          used: overruling == nil, meaning: index == 0 ? meaning : "")
      }
      guard entries.isEmpty else { return entries }
      return [
        Entry(
          key: "database.hosts", variable: "", value: nil, source: "", used: true, meaning: meaning)
      ]
    }

    private func shown(_ resolved: Settings.Resolved) -> String? {
      resolved.setting.isSecret ? resolved.value.map { _ in "********" } : resolved.value
    }

    private func source(_ resolved: Settings.Resolved) -> String {
      if !resolved.setting.isUsed, resolved.value != nil { return "\(resolved.source), unused" }
      return resolved.setting.isUsed ? "\(resolved.source)" : "unused"
    }
  }
}
