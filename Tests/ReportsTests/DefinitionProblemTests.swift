import Testing

/// What is wrong with tables, charts and checks.
@Suite struct DefinitionProblemTests {
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
          "stock/report.yml:17: 'tables.other' needs exactly one source of its rows; "
            + "give it one of 'computation' (a name) and 'query' (a .sql file)"
        ]
      ),
      (
        "type: money", "type: monye",
        [
          "stock/report.yml:15: 'tables.stock.columns.value.type' is 'monye', which is not a valid "
            + "type of column; did you mean 'money'?"
        ]
      ),
      (
        "title: Cover", "title: 'Stock of {ageing.7}'",
        [
          "stock/report.yml:22: 'tables.other.columns.cover.title' has '{ageing.7}', which stands for "
            + "nothing; did you mean 'ageing.1'?"
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
          "stock/report.yml:22: 'tables.other.columns.cover.scale' does not apply to the "
            + "type 'integer', whose decimals are fixed; remove it, or use the type decimal"
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
          "stock/report.yml:16: 'tables.stock.columns.value' repeats the key of another column; "
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
    #expect(try ReportFolder.problems(replacing: old, with: new) == expected)
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
          "stock/report.yml:24: 'charts.Value.kind' is 'pie', which is not a valid kind of chart; "
            + "known: bars, stacked, line"
        ]
      ),
      (
        "kind: bars, title: Value, table: stock, group: sku, value: value}",
        "kind: stacked, title: Value, table: stock, group: sku, values: [value]}",
        [
          "stock/report.yml:24: 'charts.Value.values' needs at least two columns of one type"
        ]
      ),
      (
        "name: holds", "name: agrees",
        [
          "stock/report.yml:27: 'checks.agrees' repeats the name of another check; "
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
          "stock/report.yml:27: 'checks.holds' needs exactly one source; "
            + "give it one of 'query' (a .sql file), 'equal' (a list of columns), "
            + "'computed: true' and 'rows' (a table)"
        ]
      ),
      (
        ", computed: true", ", rows: stock, error: 50",
        [
          "stock/report.yml:27: 'checks.holds.severity' does not apply to a check of "
            + "'rows'; its limits are 'warn' and 'error', in percent"
        ]
      ),
      (
        "severity: warn, computed: true", "rows: stock",
        [
          "stock/report.yml:27: 'checks.holds' has no limit; add 'warn: 20', 'error: 50' or both, in"
            + " percent"
        ]
      ),
      (
        "severity: warn, computed: true", "rows: stock, only: les, warn: 20",
        [
          "stock/report.yml:27: 'checks.holds.only' is 'les', which is not a valid direction; known:"
            + " fewer, more"
        ]
      ),
      (
        ", computed: true", ", computed: true, warn: 3",
        [
          "stock/report.yml:27: 'checks.holds.warn' applies only to a check of 'rows'; give a severity"
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
          "stock/report.yml:27: 'checks.holds.severity' is 'Warn', which is not a valid severity; "
            + "did you mean 'warn'?"
        ]
      ),
    ] as [(String, String, [String])])
  func `a problem of a chart or check names its line and a remedy`(
    old: String, new: String, expected: [String]
  ) throws {
    #expect(try ReportFolder.problems(replacing: old, with: new) == expected)
  }
}
