import ArgumentParser
import Reports

/// `inventory-reports list`: the reports that there are.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the reports.",
    usage: "inventory-reports list [<options>]")

  @OptionGroup var common: CommonOptions

  private struct Entry: Encodable {
    var name: String
    var title: String
    var audience: String
    var schedule: String
    var tables: [String]
  }

  func run() throws {
    let definitions = try common.catalogue(try common.settings())
    guard !common.json else {
      try Terminal.print(
        json: definitions.map {
          Entry(
            name: $0.name, title: $0.title, audience: $0.audience,
            schedule: $0.schedule.text, tables: $0.tables.map(\.key))
        })
      return
    }
    var table = TextTable(["REPORT", "TITLE", "FOR", "DUE"])
    for definition in definitions {
      table.add([
        definition.name, definition.title, definition.audience, definition.schedule.text,
      ])
    }
    Terminal.print(table.text)
  }
}

extension ReportDefinition.Schedule {
  /// The schedule in a word or two.
  var text: String {
    switch self {
    case .manual: "on demand"
    case .hourly: "hourly"
    case .daily: "daily"
    case .weekly(let weekday):
      "weekly, "
        + ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][
          weekday - 1]
    case .monthEnd: "at month end"
    }
  }
}
