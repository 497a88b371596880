import Reports
import Testing

@Suite struct ReportCatalogueTests {
  /// The problems of the good definition with one text replaced.
  private func problems(
    replacing text: String, with new: String, query: String = "SELECT 1"
  ) throws -> [String] {
    let folder = try ReportFolder()
    #expect(ReportFolder.good.contains(text))
    let yaml = ReportFolder.good.replacing(text, with: new, maxReplacements: 1)
    try folder.write(yaml, to: "stock/report.yml")
    try folder.write(query, to: "stock/stock.sql")
    return folder.problems()
  }

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
          "stock/report.yml:4: 'schedule' is 'weekly-mondy', which is no schedule; "
            + "did you mean 'weekly-monday'?"
        ]
      ),
      (
        "[date, stores]", "[date, store]",
        [
          "stock/report.yml:5: 'parameters.2' is 'store', which is no standard parameter; "
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
    #expect(try problems(replacing: old, with: new) == expected)
  }

  @Test(
    arguments: [
      (
        "key: other", "key: stock",
        [
          "stock/report.yml:17: 'tables.stock' has the key 'stock' of another table; give each its own"
        ]
      ),
      (
        "key: other", "key: Other",
        [
          "stock/report.yml:17: 'tables.Other.key' is 'Other'; a name is lower-case letters, digits, "
            + "'-' and '_', begins with a letter and has at most 64 characters"
        ]
      ),
      (
        "title: Other", "title: stock",
        [
          "stock/report.yml:17: 'tables.other' has the title of another table; "
            + "a workbook's sheets need their own"
        ]
      ),
      (
        "title: Other", "title: Checks",
        [
          "stock/report.yml:18: 'tables.other.title' is the name of a sheet that every workbook has; "
            + "choose another"
        ]
      ),
      (
        "title: Other", "title: In/out",
        [
          "stock/report.yml:18: 'tables.other.title' has a character that a workbook's sheet cannot "
            + "have; leave out [ ] : * ? / \\ and a ' at the ends"
        ]
      ),
      (
        "    computation: stock.other\n", "",
        [
          "stock/report.yml:17: 'tables.other' must say once where its rows come from; "
            + "give it one of 'computation' (a name) and 'query' (a .sql file)"
        ]
      ),
      (
        "type: money", "type: monye",
        [
          "stock/report.yml:15: 'tables.stock.columns.value.type' is 'monye', which is no type of "
            + "column; did you mean 'money'?"
        ]
      ),
      (
        "type: decimal, scale: 1,", "type: decimal,",
        [
          "stock/report.yml:22: 'tables.other.columns.cover' lacks the key 'scale'; add it"
        ]
      ),
      (
        "type: decimal, scale: 1,", "type: integer, scale: 1,",
        [
          "stock/report.yml:22: 'tables.other.columns.cover.scale' is given for the type 'integer', "
            + "whose decimals are fixed; take it out, or use the type decimal"
        ]
      ),
      (
        "scale: 1,", "scale: 01e1,",
        [
          "stock/report.yml:22: 'tables.other.columns.cover.scale' must be a whole number from 0 to 18"
        ]
      ),
      (
        "{key: share", "{key: value",
        [
          "stock/report.yml:16: 'tables.stock.columns.value' is a column's key for the second time; "
            + "keep one of them"
        ]
      ),
      (
        "{key: share, type: ratio, ", "{key: share, type: ratio, total: true, ",
        [
          "stock/report.yml:16: 'tables.stock.columns.share.total' totals a ratio, which has no sum; "
            + "only quantity, money, integer and decimal columns are totalled"
        ]
      ),
      (
        "{key: share, type: ratio, ", "{key: share, type: ratio, total: yes, ",
        [
          "stock/report.yml:16: 'tables.stock.columns.share.total' must be true or false"
        ]
      ),
      (
        "{key: unit,", "{key: units,",
        [
          "stock/report.yml:14: 'tables.stock.columns.quantity.total' totals the quantity 'quantity' "
            + "in a table without a text column 'unit'; add the unit, or leave the total out: a sum "
            + "must not mix units"
        ]
      ),
    ] as [(String, String, [String])])
  func `a problem of a table names its line and a remedy`(
    old: String, new: String, expected: [String]
  ) throws {
    #expect(try problems(replacing: old, with: new) == expected)
  }

  @Test(
    arguments: [
      (
        "group: sku", "group: skus",
        [
          "stock/report.yml:24: 'charts.Value.group' names the column 'skus', which 'stock' does not "
            + "have; did you mean 'sku'?"
        ]
      ),
      (
        "value: value}", "value: sku}",
        [
          "stock/report.yml:24: 'charts.Value.value' draws a code, which cannot be summed; "
            + "take a money, integer or decimal column"
        ]
      ),
      (
        "value: value}", "value: quantity}",
        [
          "stock/report.yml:24: 'charts.Value.value' draws a quantity, and its sum would mix units; "
            + "draw money or a count"
        ]
      ),
      (
        "kind: bars", "kind: line",
        [
          "stock/report.yml:24: 'charts.Value.group' groups a line by a code; "
            + "a line needs a date column"
        ]
      ),
      (
        "kind: bars", "kind: pie",
        [
          "stock/report.yml:24: 'charts.Value.kind' is 'pie', which is no kind of chart; "
            + "known: bars, line"
        ]
      ),
      (
        "name: holds", "name: agrees",
        [
          "stock/report.yml:27: 'checks.agrees' is a check's name for the second time; "
            + "give each its own"
        ]
      ),
      (
        "computed: true", "computed: false",
        [
          "stock/report.yml:27: 'checks.holds.computed' must be true; "
            + "leave it out for any other kind of check"
        ]
      ),
      (
        ", computed: true", "",
        [
          "stock/report.yml:27: 'checks.holds' must say once how it is found out; give it one of "
            + "'query' (a .sql file), 'equal' (a list of columns) and 'computed: true'"
        ]
      ),
      (
        "other.value]", "stock.quantity]",
        [
          "stock/report.yml:26: 'checks.agrees.equal.2' compares a money with a quantity; "
            + "compare columns of one type"
        ]
      ),
      (
        ", other.value]", "]",
        [
          "stock/report.yml:26: 'checks.agrees.equal' must name at least two columns; "
            + "write [detail.a, by_store.a]"
        ]
      ),
      (
        "severity: warn", "severity: Warn",
        [
          "stock/report.yml:27: 'checks.holds.severity' is 'Warn', which is no severity; "
            + "did you mean 'warn'?"
        ]
      ),
    ] as [(String, String, [String])])
  func `a problem of a chart or check names its line and a remedy`(
    old: String, new: String, expected: [String]
  ) throws {
    #expect(try problems(replacing: old, with: new) == expected)
  }

  @Test(arguments: [
    "../stock.sql", "/etc/stock.sql", "a/../stock.sql", "./stock.sql", "stock.txt", ".sql",
    "a//stock.sql", "stock.sql/", "~/stock.sql",
  ])
  func `a query file lies in the report's folder`(name: String) throws {
    #expect(
      try problems(replacing: "stock.sql", with: "\"\(name)\"") == [
        "stock/report.yml:10: 'tables.stock.query' is '\(name)', which is no file of the report's "
          + "folder; name a .sql file in it, such as checks/totals.sql"
      ])
  }

  @Test func `a query file that is missing is named with the nearest one`() throws {
    #expect(
      try problems(replacing: "stock.sql", with: "stok.sql") == [
        "stock/report.yml:10: 'tables.stock.query' names the missing file 'stok.sql'; "
          + "did you mean 'stock.sql'?"
      ])
  }

  @Test func `a query uses only variables that the runner sets`() throws {
    let query = "SELECT :'stores',\n:'store', :'window' -- :'nothing'\n, :'idle'"
    #expect(
      try problems(replacing: "[date, stores]", with: "[date, stores]", query: query) == [
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
      try problems(replacing: "[date, stores]", with: own, query: "SELECT :'idle'").isEmpty)
    #expect(
      try problems(
        replacing: "[date, stores]",
        with: "[{name: date, type: date, default: 2026-02-30, title: Date}, {name: window_start, "
          + "type: text, default: no, title: T}, {name: idle, type: ratio, default: 1, title: T}]"
      ) == [
        "stock/report.yml:5: 'parameters.date.default' is '2026-02-30', which is no date; "
          + "write it as YYYY-MM-DD",
        "stock/report.yml:5: 'parameters.date.name' is the standard parameter 'date'; "
          + "write it as plain text: - date",
        "stock/report.yml:5: 'parameters.idle.type' is 'ratio', which is no parameter's type; "
          + "known: integer, text, date",
        "stock/report.yml:5: 'parameters.window_start.name' is a variable that the runner sets; "
          + "choose another name",
      ])
  }
}
