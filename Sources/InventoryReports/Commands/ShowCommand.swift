import ArgumentParser
import Reports

/// `inventory-reports show`: what a report contains.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a report contains: tables, columns, checks.",
    usage: "inventory-reports show <report> [<options>]")

  @ArgumentParser.Argument(help: "The report.") var report: String
  @OptionGroup var common: CommonOptions

  func run() throws {
    let settings = try common.settings()
    let definition = try CommonOptions.reports([report], of: try common.catalogue(settings))[0]
      .filled(TitleWords(try settings.financePolicy().policy))
    if common.json {
      try Terminal.print(json: Document(definition))
    } else {
      Terminal.print(text(definition))
    }
  }

  private func text(_ definition: ReportDefinition) -> String {
    var lines = [
      Terminal.paint(definition.title, .bold) + " (\(definition.name))",
      "For \(definition.audience); due \(definition.schedule.text).", "",
      TextWrap.text(definition.description, width: Terminal.width),
    ]
    if !definition.parameters.isEmpty {
      lines += ["", Terminal.paint("Parameters", .bold)]
      for parameter in definition.parameters {
        let value = parameter.defaultValue.map { " Default: \($0)." } ?? ""
        lines += TextWrap.lines(
          "  \(parameter.name): \(parameter.title)\(value)", width: Terminal.width, hanging: 4)
      }
    }
    for table in definition.tables {
      lines += ["", Terminal.paint("\(table.title)", .bold) + " (\(table.key))"]
      var columns = TextTable(["COLUMN", "TYPE", "MEANING"])
      for column in table.columns {
        columns.add([
          column.key, column.type.name + (column.totalled ? ", totalled" : ""),
          column.meaning,
        ])
      }
      lines.append(columns.text)
    }
    lines += ["", Terminal.paint("Checks before publishing", .bold)]
    for check in definition.checks {
      lines += TextWrap.lines(
        "  \(check.name) (\(check.severity.rawValue)): \(check.title)", width: Terminal.width,
        hanging: 4)
    }
    if !definition.editions.isEmpty {
      lines += ["", Terminal.paint("Editions", .bold)]
      for edition in definition.editionDefinitions {
        lines += TextWrap.lines(
          "  \(edition.name) (for \(edition.audience)): \(edition.title)", width: Terminal.width,
          hanging: 4)
      }
    }
    return lines.joined(separator: "\n")
  }

  private struct Document: Encodable {
    struct Table: Encodable {
      var key: String
      var title: String
      var columns: [Column]
    }

    struct Column: Encodable {
      var key: String
      var type: String
      var scale: Int?
      var title: String
      var meaning: String
      var totalled: Bool
    }

    var name: String
    var title: String
    var audience: String
    var description: String
    var schedule: String
    var parameters: [String: String?]
    var tables: [Table]
    var checks: [String: String]
    /// The columns of each edition by its key and the table's.
    var editions: [String: [String: [String]]]

    init(_ definition: ReportDefinition) {
      name = definition.name
      title = definition.title
      audience = definition.audience
      description = definition.description
      schedule = definition.schedule.text
      parameters = Dictionary(
        definition.parameters.map { ($0.name, $0.defaultValue) }, uniquingKeysWith: { $1 })
      tables = definition.tables.map { table in
        Table(
          key: table.key, title: table.title,
          columns: table.columns.map {
            Column(
              key: $0.key, type: $0.type.name, scale: $0.type.scale, title: $0.title,
              meaning: $0.meaning, totalled: $0.totalled)
          })
      }
      checks = Dictionary(
        definition.checks.map { ($0.name, $0.title) }, uniquingKeysWith: { $1 })
      editions = Dictionary(
        definition.editions.map { edition in
          (
            edition.key,
            Dictionary(
              edition.tables.map { ($0.key, $0.columns) }, uniquingKeysWith: { $1 })
          )
        }, uniquingKeysWith: { $1 })
    }
  }
}
