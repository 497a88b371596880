import ArgumentParser
import Foundation
import Logging
import Reports

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

  @ArgumentParser.Flag(name: .shortAndLong, help: "Print what happens on the way.")
  var verbose = false

  func settings(
    _ flags: [String: (flag: String, value: String)] = [:]
  ) throws -> Settings {
    var flags = flags
    if let reports { flags["report.definitions"] = ("--reports", reports) }
    return try Settings(file: config, flags: flags)
  }

  var logger: Logger {
    var logger = Logger(label: "inventory-reports") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = verbose ? .debug : .error
    return logger
  }

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
      guard let definition = catalogue.first(where: { $0.name == name }) else {
        let known = catalogue.map(\.name).joined(separator: ", ")
        throw ValidationError("there is no report '\(name)'; there are \(known)")
      }
      return definition
    }
  }
}
