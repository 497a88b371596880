import ArgumentParser
import JobRunner
import Reports
import StockReading

/// What the commands that publish have in common.
struct PublishOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "csv, csv-excel, json or xlsx; several separated by commas, or repeated.",
      valueName: "format"))
  var format: [String] = []

  @ArgumentParser.Option(help: ArgumentHelp("Output folder.", valueName: "folder"))
  var output: String?

  @ArgumentParser.Flag(
    help: ArgumentHelp(
      "Publish even if the period is already published, or if it has far fewer rows than before."))
  var force = false

  @ArgumentParser.Flag(
    help: "Read a published period again; publish it again only if its data changed.")
  var reissue = false

  @ArgumentParser.Flag(help: "Read the whole ledger, and rebuild its summary for the next run.")
  var noCache = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Memory for the stock, such as 256MB; more goes to a file. Default: half of the memory.",
      valueName: "amount"))
  var memory: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "How long to wait for a report that another process is making, such as 10min.",
      valueName: "time"))
  var wait: DurationArgument?

  @ArgumentParser.Flag(name: .shortAndLong, help: "Show what would be made; make nothing.")
  var dryRun = false

  /// The settings that the flags give.
  var flags: [String: (flag: String, value: String)] {
    var flags: [String: (flag: String, value: String)] = [:]
    if let output { flags["report.output"] = ("--output", output) }
    if !format.isEmpty { flags["report.formats"] = ("--format", format.joined(separator: ",")) }
    if let memory { flags["report.memory"] = ("--memory", memory) }
    return flags
  }

  /// A request for these reports by the settings.
  func request(
    _ settings: Settings, _ definitions: [ReportDefinition], areNamed: Bool
  ) throws -> RunRequest {
    var request = try settings.request(definitions, areNamed: areNamed)
    request.formats = try settings.formats()
    request.force = force
    request.reissue = reissue
    request.wait = wait?.duration ?? .zero
    request.dryRun = dryRun
    if noCache { request.ledger?.use = .madeAnew(because: nil) }
    request.formulaGuard = try settings.formulaGuard()
    return request
  }
}

/// A length of time on the command line, such as `90s`, `10min` or `2h`.
struct DurationArgument: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    guard let duration = Duration(words: argument) else { return nil }
    self.duration = duration
  }
}
