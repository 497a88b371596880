import Foundation
import Reports
import Testing

/// Editions in a definition: what is refused, and what is left of the report.
@Suite struct EditionTests {
  private static func good(_ editions: String) -> String {
    ReportFolder.good
      .replacing("{key: unit, type: text,", with: "{key: unit, type: text, reveals: nothing,")
      .replacing("{key: share, type: ratio,", with: "{key: share, type: ratio, reveals: cost,")
      .replacing(
        "{key: cover,",
        with: "{key: note, type: text, title: Note, meaning: \"Words.\"}\n"
          + "      - {key: cover,") + "\n" + editions + "\n"
  }

  private static func edition(
    _ tables: String, key: String = "stores", title: String = "Units"
  ) -> String {
    "  - {key: \(key), title: \(title), audience: Stores, tables: \(tables)}"
  }

  private func problems(_ editions: String...) throws -> [String] {
    let folder = try ReportFolder()
    try folder.write(
      Self.good("editions:\n" + editions.joined(separator: "\n")), to: "stock/report.yml")
    try folder.write("SELECT 1", to: "stock/stock.sql")
    // Without the file and the line.
    return folder.problems().map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  @Test func `an edition that lists a cost, or a text that may hold one, is refused`() throws {
    #expect(try problems(Self.edition("{stock: [sku, unit, quantity]}")) == [])
    #expect(
      try problems(Self.edition("{stock: [sku, share]}")) == [
        "'editions.stores.tables.stock.2' lists the column 'share', which reveals costs; leave it out"
      ])
    #expect(
      try problems(Self.edition("{other: [note]}")) == [
        "'editions.stores.tables.other.1' lists the text 'note', which may hold a cost; leave it"
          + " out, or, if no cost can be in it, mark the column 'reveals: nothing'"
      ])
  }

  @Test(
    arguments: [
      ("{}", "is empty; an edition has at least one table"),
      ("{stock: []}", "is empty; list at least one column"),
      ("{stock: [sku, sku]}", "names the column 'sku' again; keep one of them"),
      ("{stcok: [sku]}", "names the table 'stcok', which the report does not have"),
      ("{stock: [skew]}", "names the column 'skew', which 'stock' does not have"),
    ])
  func `what does not fit the tables is named`(tables: String, problem: String) throws {
    let found = try problems(Self.edition(tables))
    #expect(found.count == 1 && found[0].contains(problem), "\(found)")
  }

  @Test func `keys and titles are each edition's own`() throws {
    let tables = "{stock: [sku]}"
    let both = try problems(Self.edition(tables), Self.edition(tables, title: "Others"))
    #expect(
      both == ["'editions.stores' has the key 'stores' of another edition; give each its own"])
    for title in ["stock", "units"] {
      let found = try problems(Self.edition(tables), Self.edition(tables, key: "b", title: title))
      #expect(found.count == 1 && found[0].contains("has the title of the report"), "\(found)")
    }
    // A point would make it the edition of another.
    #expect(try problems(Self.edition(tables, key: "a.b")).count == 1)
  }

  @Test func `nothing that needs another column is left`() throws {
    let folder = try ReportFolder()
    try folder.write(
      Self.good("editions:\n" + Self.edition("{stock: [quantity, sku]}")), to: "stock/report.yml")
    try folder.write("SELECT 1", to: "stock/stock.sql")
    let report = try #require(try ReportCatalogue.load(folder: folder.path).first)
    let edition = try #require(report.editionDefinitions.first)
    #expect(edition.name == "stock.stores" && edition.title == "Units")
    #expect(edition.audience == "Stores" && edition.schedule == report.schedule)
    #expect(edition.tables.map(\.key) == ["stock"])
    // In the order of the list; without the unit there is no sum.
    #expect(edition.tables[0].columns.map(\.key) == ["quantity", "sku"])
    #expect(edition.tables[0].columns.map(\.totalled) == [false, false])
    #expect(edition.keyTotal == nil && edition.charts.isEmpty && edition.checks.isEmpty)
    #expect(edition.parameters == report.parameters)
    #expect(edition.origin?.report == "stock" && edition.origin?.list == "stock(quantity,sku)")
    #expect(!edition.description.contains("What there is"))
    #expect(EditionName.parts(of: edition.name)?.key == "stores")
    #expect(EditionName.parts(of: report.name) == nil)
  }

  @Test func `a column says what it reveals in one of two words`() throws {
    let folder = try ReportFolder()
    try folder.write(
      Self.good("").replacing("reveals: cost", with: "reveals: costs"), to: "stock/report.yml")
    try folder.write("SELECT 1", to: "stock/stock.sql")
    #expect(folder.problems().count == 1)
    #expect(folder.problems()[0].contains("did you mean 'cost'?"))
  }

  @Test func `every text, ratio and amount of money of the program's reports is marked`() throws {
    for report in try ReportCatalogue.load(folder: OwnReportsTests.folder) {
      for table in report.tables {
        for column in table.columns {
          let place = "\(report.name).\(table.key).\(column.key)"
          switch column.type {
          case .money: #expect(column.reveals == .cost, "\(place)")
          case .price where column.key != "sell_price":
            #expect(column.reveals == .cost, "\(place)")
          case .text, .ratio: #expect(column.reveals != nil, "\(place)")
          default: break
          }
          // Sentences are made of figures.
          if ["reason", "detail"].contains(column.key) {
            #expect(column.reveals == .cost, "\(place)")
          }
        }
      }
    }
  }
}
