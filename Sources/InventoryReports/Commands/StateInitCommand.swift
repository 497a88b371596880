import ArgumentParser
import RunStore

/// `inventory-reports state init`: makes the state, and ties the output folder to it.
struct StateInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make the state, and tie the output folder to it.",
    discussion: """
      The first run does so by itself. When the state is lost that the reports belong to, or another
      one is in its place, it ends with 78: put the state back, or a copy by 'state restore'. Only
      where there is none, --accept-loss goes on with the state that is there, or with an empty one:
      what buyers decided and ordered, which alerts were told, and the prices of the past are given
      up then. 'state rebuild-prices' reads the prices out of what is published.
      """)

  @ArgumentParser.Flag(help: "Give up what the former state of the output folder remembered.")
  var acceptLoss = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let place = try common.settings().statePlace
    let state = try place.begin(acceptingLoss: acceptLoss)
    if Terminal.isOutputTerminal, !common.quiet {
      Terminal.print("\(state.path): the state of \(place.output)")
    }
  }
}
