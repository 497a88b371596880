import ArgumentParser
import Foundation

/// `inventory-reports config`: the settings in effect.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at the configuration.",
    subcommands: [Show.self])

  /// `inventory-reports config show`: each setting with where its value came from.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show each setting, its value, and where the value came from.",
      discussion:
        "Flags win over the environment, the environment over the file. Secrets are masked.")

    @OptionGroup var common: CommonOptions

    private struct Entry: Encodable {
      var key: String
      var variable: String
      var value: String?
      var source: String
      var used: Bool
    }

    func run() throws {
      let settings = try common.settings()
      guard !common.json else {
        try Terminal.print(
          json: settings.all.map {
            Entry(
              key: $0.setting.key, variable: $0.setting.variable, value: shown($0),
              source: source($0), used: $0.setting.isUsed)
          })
        return
      }
      Terminal.print("configuration file: \(settings.file ?? "none")")
      Terminal.print("definitions: \(settings.definitionsFolder)")
      var table = TextTable(["SETTING", "VARIABLE", "VALUE", "FROM", "MEANING"])
      for resolved in settings.all {
        table.add([
          resolved.setting.key, resolved.setting.variable, shown(resolved) ?? "-",
          source(resolved), resolved.setting.meaning,
        ])
      }
      Terminal.print(table.text)
      let libpq = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("PG") }.sorted()
      if !libpq.isEmpty {
        Terminal.print("libpq also reads: \(libpq.joined(separator: ", "))")
      }
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
