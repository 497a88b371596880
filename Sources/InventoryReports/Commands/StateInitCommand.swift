import ArgumentParser
import StateStore

/// `inventory-reports state init`: makes the state, and ties the output folder to it.
struct StateInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make the state, and tie the output folder to it.",
    discussion: """
      The first run does so by itself. When the state is lost that the reports belong to, or another \
      one is in its place, this command ends with 78, as 'alerts run' does, while a run publishes its \
      reports, remembers nothing, and ends with 3. Put the state back then, or a copy by 'state \
      restore'. Only where there is none, --accept-loss goes on with the state that is there, or with \
      an empty one: what buyers decided and ordered, which alerts were told, and the prices of the \
      past are given up. 'state rebuild-prices' reads the prices out of what is published.
      """)

  @ArgumentParser.Flag(help: "Give up what the former state of the output folder remembered.")
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
