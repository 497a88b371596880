import ArgumentParser
import JobRunner
import Postgres
import StateStore
import Values

/// `inventory-reports alerts mute`: mutes the alerts of some products for a time.
struct AlertsMuteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mute",
    abstract: "Mute alerts for a product, store, supplier or category.",
    usage: "inventory-reports alerts mute --product <product> [<options>]",
    discussion: """
      Several options together mute only what matches all of them. Give names in full. When the \
      mute ends, alerts are sent for what has changed in the meantime.
      """)

  @ArgumentParser.Option(help: ArgumentHelp("A product, by id or SKU.", valueName: "product"))
  var product: String?

  @ArgumentParser.Option(help: ArgumentHelp("A store, by id or name.", valueName: "store"))
  var store: String?

  @ArgumentParser.Option(help: ArgumentHelp("A supplier, by id or name.", valueName: "supplier"))
  var supplier: String?

  @ArgumentParser.Option(help: ArgumentHelp("A category, by id or name.", valueName: "category"))
  var category: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Business date on which the mute ends. Default: never.", valueName: "yyyy-mm-dd"))
  var until: DateArgument?

  @ArgumentParser.Option(help: ArgumentHelp("Reason, shown by 'alerts list'.", valueName: "text"))
  var note = ""

  @ArgumentParser.Flag(help: "Do not check that the names exist in the database.")
  var unchecked = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    guard [product, store, supplier, category].contains(where: { $0 != nil }) else {
      throw ValidationError("give --product, --store, --supplier or --category")
    }
    let settings = try common.settings()
    let calendar = try settings.calendar()
    let now = Instant.now
    let end = until.map { calendar.start(of: $0.day) }
    if let end, end <= now { throw ValidationError("--until must be a later date than today") }
    if !unchecked { try await check(settings) }
    let mute = AlertMute(
      product: product, store: store, supplier: supplier, category: category, until: end,
      note: note)
    let state = try settings.statePlace.open()
    let id = try state.changeAlerts { try $0.add(mute, at: now) }
    if common.json {
      try Terminal.print(json: ["mute": id])
    } else if !common.quiet {
      Terminal.print("muted; end it with 'inventory-reports alerts unmute \(id)'")
    }
  }

  /// Refuses a name that fits nothing: such a mute would be silent about a slip of the pen.
  private func check(_ settings: Settings) async throws {
    let names = AlertNames(
      product: product, store: store, supplier: supplier, category: category)
    let replicas = try settings.replicas()
    let logger = common.logger
    let problem = try await interruptible {
      try await runOnOwnThread(named: "names") { cancellation in
        try names.problem(on: replicas, logger: logger, cancellation: cancellation)
      }
    }
    if let problem {
      throw UsageError("\(problem); to mute it before it exists, add --unchecked")
    }
  }
}

/// `inventory-reports alerts unmute`: ends a mute.
struct AlertsUnmuteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unmute", abstract: "End a mute, by its number in 'alerts list'.",
    usage: "inventory-reports alerts unmute <number> [<options>]")

  @ArgumentParser.Argument(help: ArgumentHelp("The mute's number.", valueName: "number"))
  var id: Int64

  @OptionGroup var common: CommonOptions

  func run() throws {
    let state = try common.settings().statePlace.open()
    guard try state.changeAlerts({ try $0.removeMute(id) }) else {
      throw ValidationError("there is no mute \(id); see 'inventory-reports alerts list'")
    }
    if common.json {
      try Terminal.print(json: ["unmuted": id])
    } else if !common.quiet {
      Terminal.print("the mute has ended")
    }
  }
}
