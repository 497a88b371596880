import Reports
import Testing

@Suite struct ReportCatalogueTests {
  @Test func `a good folder gives its definition`() throws {
    let folder = try ReportFolder()
    try folder.write(ReportFolder.good, to: "stock/report.yml")
    try folder.write("SELECT :'stores'", to: "stock/stock.sql")
    try folder.write("not a report", to: "README.md")
    let report = try #require(try ReportCatalogue.load(folder: folder.path).first)
    #expect(report.name == "stock")
    #expect(report.schedule == .daily)
    #expect(report.parameters.map(\.name) == ["date", "stores"])
    #expect(report.keyTotal == .init(table: "stock", column: "value"))
    #expect(report.tables[0].source == .query(file: "stock.sql"))
    #expect(report.tables[0].columns.map(\.totalled) == [false, false, true, true, false])
    #expect(report.tables[1].columns[1].type == .decimal(scale: 1))
    #expect(report.checks.map(\.severity) == [.error, .warn])
    #expect(try report.query(file: "stock.sql").names == ["stores"])
  }

  @Test(
    arguments: [
      ("daily", "weekly-monday", .weekly(weekday: 1)),
      ("daily", "weekly-sunday", .weekly(weekday: 7)),
      ("daily", "hourly", .hourly), ("daily", "manual", .manual), ("daily", "month-end", .monthEnd),
    ] as [(String, String, ReportDefinition.Schedule)])
  func `a schedule is one word`(
    old: String, word: String, schedule: ReportDefinition.Schedule
  ) throws {
    let folder = try ReportFolder()
    try folder.write(
      ReportFolder.good.replacing(old, with: word, maxReplacements: 1), to: "stock/report.yml")
    try folder.write("SELECT 1", to: "stock/stock.sql")
    #expect(try ReportCatalogue.load(folder: folder.path).first?.schedule == schedule)
  }

  @Test(
    arguments: [
      (
        "title: Stock\n", "titel: Stock\n",
        [
          "stock/report.yml:1: 'titel' is an unknown key; did you mean 'title'?",
          "stock/report.yml:1: lacks the key 'title'; add it",
        ]
      ),
      (
        "audience: Finance", "audience: [Finance]",
        [
          "stock/report.yml:2: 'audience' must be text; put it in quotes"
        ]
      ),
      (
        "audience: Finance", "audience: ~",
        [
          "stock/report.yml:2: 'audience' must be text; fill it in"
        ]
      ),
      (
        "schedule: daily", "schedule: weekly-mondy",
        [
          "stock/report.yml:4: 'schedule' is 'weekly-mondy', which is not a valid schedule; "
            + "did you mean 'weekly-monday'?"
        ]
      ),
      (
        "[date, stores]", "[date, store]",
        [
          "stock/report.yml:5: 'parameters.2' is 'store', which is not a standard parameter; "
            + "did you mean 'stores'?"
        ]
      ),
      (
        "[date, stores]", "[date, date, to]",
        [
          "stock/report.yml:5: 'parameters' has one of 'from' and 'to'; a period needs both",
          "stock/report.yml:5: 'parameters.2' names the parameter 'date' again; keep one of them",
        ]
      ),
      (
        "key_total: stock.value", "key_total: stock.sku",
        [
          "stock/report.yml:6: 'key_total' is a column that is not totalled; give 'sku' total: true"
        ]
      ),
      (
        "key_total: stock.value", "key_total: stock.quantity",
        [
          "stock/report.yml:6: 'key_total' is a quantity, which has a total for each unit; "
            + "take a money or integer column"
        ]
      ),
      (
        "key_total: stock.value", "key_total: stok.value",
        [
          "stock/report.yml:6: 'key_total' names the table 'stok', which the report does not have; "
            + "did you mean 'stock'?"
        ]
      ),
      (
        "key_total: stock.value", "key_total: value",
        [
          "stock/report.yml:6: 'key_total' is 'value'; "
            + "name a column as table.column, such as detail.cost_value"
        ]
      ),
    ] as [(String, String, [String])])
  func `a problem of the report names its line and a remedy`(
    old: String, new: String, expected: [String]
  ) throws {
    #expect(try ReportFolder.problems(replacing: old, with: new) == expected)
  }

  @Test(arguments: [
    "../stock.sql", "/etc/stock.sql", "a/../stock.sql", "./stock.sql", "stock.txt", ".sql",
    "a//stock.sql", "stock.sql/", "~/stock.sql",
  ])
  func `a query file lies in the report's folder`(name: String) throws {
    #expect(
      try ReportFolder.problems(replacing: "stock.sql", with: "\"\(name)\"") == [
        "stock/report.yml:10: 'tables.stock.query' is '\(name)', which is not a file of the report's "
          + "folder; name a .sql file in it, such as checks/totals.sql"
      ])
  }

  @Test func `a query file that is missing is named with the nearest one`() throws {
    #expect(
      try ReportFolder.problems(replacing: "stock.sql", with: "stok.sql") == [
        "stock/report.yml:10: 'tables.stock.query' names the missing file 'stok.sql'; "
          + "did you mean 'stock.sql'?"
      ])
  }

  @Test func `a query uses only variables that the runner sets`() throws {
    let query = "SELECT :'stores',\n:'store', :'window' -- :'nothing'\n, :'idle'"
    #expect(
      try ReportFolder.problems(replacing: "[date, stores]", with: "[date, stores]", query: query)
        == [
          "stock/stock.sql:2: uses the unknown variable :'store'; did you mean 'stores'?",
          "stock/stock.sql:2: uses the unknown variable :'window'; "
            + "add 'window' to the report's parameters",
          "stock/stock.sql:3: uses the unknown variable :'idle'; known: period_start, period_end, "
            + "date_from, date_to, time_zone, snapshot_time, stores",
        ])
  }

  @Test func `a report's own parameter has a name, a type, a default and a title`() throws {
    let own = "[date, {name: idle, type: integer, default: '07', title: Idle}, stores]"
    #expect(
      try ReportFolder.problems(replacing: "[date, stores]", with: own, query: "SELECT :'idle'")
        .isEmpty)
    #expect(
      try ReportFolder.problems(
        replacing: "[date, stores]",
        with: "[{name: date, type: date, default: 2026-02-30, title: Date}, {name: window_start, "
          + "type: text, default: no, title: T}, {name: idle, type: ratio, default: 1, title: T}]"
      ) == [
        "stock/report.yml:5: 'parameters.date.default' is '2026-02-30', which is not a date; "
          + "write it as YYYY-MM-DD",
        "stock/report.yml:5: 'parameters.date.name' is the standard parameter 'date'; "
          + "write it as plain text: - date",
        "stock/report.yml:5: 'parameters.idle.type' is 'ratio', which is not a valid type of parameter; "
          + "known: integer, text, date",
        "stock/report.yml:5: 'parameters.window_start.name' is the name of a variable that the "
          + "program sets; "
          + "choose another name",
      ])
  }
}
