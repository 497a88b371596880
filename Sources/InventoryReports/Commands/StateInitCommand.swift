import ArgumentParser
import StateStore

/// `inventory-reports state init`: makes the state, and ties the output folder to it.
struct StateInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Create the state, and link the output folder to it.",
    discussion: """
      The first run creates the state by itself. When the state of the output folder is missing, or \
      another one is in its place, this command and 'alerts run' exit with 78; 'run' publishes its \
      reports, records nothing, and exits with 3. Then put the state back, or a copy with 'state \
      restore'. Only if there is none, use --accept-loss: it continues with the state that is there, \
      or with an empty one. You lose the decisions and orders of buyers, which alerts were sent, and \
      past prices; 'state rebuild-prices' reads the prices from published valuations.
      """)

  @ArgumentParser.Flag(help: "Give up the records of the former state of the output folder.")
  var acceptLoss = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let place = try common.settings().statePlace
    let state = try place.begin(acceptingLoss: acceptLoss)
    if common.json {
      try Terminal.print(json: ["state": state.path, "output": place.output])
    } else if Terminal.isOutputTerminal, !common.quiet {
      Terminal.print("\(state.path): the state of \(place.output)")
    }
  }
}
