import ArgumentParser
import Foundation
import Logging
import Monitoring
import Reports
import Values

/// The options that every command has.
struct CommonOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Configuration file. Default: inventory-reports.yml here, else in /etc/inventory-reports.",
      valueName: "file"))
  var config: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("Folder of the report definitions.", valueName: "folder"))
  var reports: String?

  @ArgumentParser.Flag(help: "Print the result as JSON.")
  var json = false

  @ArgumentParser.Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  @ArgumentParser.Flag(name: .shortAndLong, help: "Log everything (same as --log-level debug).")
  var verbose = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Log format: text, logfmt or json. Default: text on a terminal, else logfmt.",
      valueName: "format"),
    completion: .list(LogFormat.allCases.map(\.rawValue)),
    transform: { text in
      guard let format = LogFormat(rawValue: text) else {
        throw ValidationError("expected text, logfmt or json")
      }
      return format
    })
  var logFormat: LogFormat?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Lowest level to log: debug, info, notice, warning or error. Default: warning on a terminal,"
        + " else error.",
      valueName: "level"))
  var logLevel: LogLevel?

  func settings(
    _ flags: [String: (flag: String, value: String)] = [:]
  ) throws -> Settings {
    var flags = flags
    if let reports { flags["report.definitions"] = ("--reports", reports) }
    if let logFormat { flags["log.format"] = ("--log-format", logFormat.rawValue) }
    if let logLevel { flags["log.level"] = ("--log-level", logLevel.rawValue) }
    let settings = try Settings(file: config, flags: flags)
    Terminal.log = Terminal.sink(
      format: try settings.logFormat() ?? Terminal.usualFormat,
      level: verbose ? .debug : try settings.logLevel(), quiet: quiet)
    Settings.inUse = settings
    for note in settings.notes { Terminal.log.log(.warning, note) }
    return settings
  }

  /// The program's log; call it after ``settings(_:)``, which says how it is written.
  var logger: Logger { Terminal.log.logger(label: "inventory-reports") }

  /// The definitions without a mistake, and only they; all mistakes are the error.
  func catalogue(_ settings: Settings) throws -> [ReportDefinition] {
    try ReportCatalogue.load(folder: settings.definitionsFolder)
  }

  /// The reports of these names, in this order.
  static func reports(_ names: [String], of catalogue: [ReportDefinition]) throws
    -> [ReportDefinition]
  {
    var seen: Set<String> = []
    return try names.filter { seen.insert($0).inserted }.map { name in
      if let (report, key) = EditionName.parts(of: name),
        catalogue.contains(where: { $0.name == report && $0.editions.map(\.key).contains(key) })
      {
        throw UsageError("\(name) is an edition, which is made with its report: name '\(report)'")
      }
      guard let definition = catalogue.first(where: { $0.name == name }) else {
        throw unknownReport(name, known: catalogue.map(\.name))
      }
      return definition
    }
  }
}

extension CommonOptions {
  /// Says that there is no report of a name, and which there are.
  static func unknownReport(_ name: String, known: [String]) -> UsageError {
    UsageError(
      "there is no report '\(name)'"
        + (known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))")
        + Spelling.hint(name, in: known))
  }
}

/// The levels of the log that an operator may choose from.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
  case debug, info, notice, warning, error

  var level: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}
