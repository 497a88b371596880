import Foundation
import Testing

/// Settings that cannot be used: 78, with the setting, where it came from, and what is expected.
struct SettingsTests {
  @Test(arguments: failures + policies) func `a wrong setting`(_ failure: Failure) throws {
    try failure.check()
  }

  private static func wrong(
    _ name: String, _ environment: [String: String], _ says: String...
  ) -> Failure {
    Failure(name: name, environment: environment, code: 78, says: says)
  }

  private static func config(_ name: String, _ text: String, _ says: String...) -> Failure {
    Failure(
      name: name, files: ["inventory-reports.yml": text], code: 78,
      says: ["inventory-reports.yml"] + says)
  }

  private static let failures = [
    wrong(
      "bad time zone", ["REPORT_TIME_ZONE": "Asia/Bankok"], "REPORT_TIME_ZONE", "Asia/Bankok",
      "IANA"),
    wrong("bad port", ["DB_PORT": "54x2"], "DB_PORT", "54x2", "65535"),
    wrong("port out of range", ["DB_PORT": "65536"], "DB_PORT", "65536"),
    wrong("bad format", ["REPORT_FORMATS": "csv,pdf"], "REPORT_FORMATS", "pdf", "csv-excel"),
    wrong("bad currency", ["REPORT_CURRENCY": "baht"], "REPORT_CURRENCY", "baht", "THB"),
    wrong("bad guard", ["CSV_FORMULA_GUARD": "maybe"], "CSV_FORMULA_GUARD", "maybe", "true"),
    wrong(
      "a missing configuration", ["INVENTORY_REPORTS_CONFIG": "/nowhere/reports.yml"],
      "/nowhere/reports.yml", "readable"),
    wrong(
      "a password twice", ["DB_PASSWORD_FILE": "/nowhere/password"], "DB_PASSWORD",
      "DB_PASSWORD_FILE", "keep one"),
    wrong(
      "a missing password file", ["DB_PASSWORD": "", "DB_PASSWORD_FILE": "/nowhere/password"],
      "DB_PASSWORD_FILE", "/nowhere/password"),
    wrong(
      "a URL that is none", ["DATABASE_URL": "postgresql://me:\(Workplace.secret)%zz@host/db"],
      "connection string"),
    wrong(
      "reports missing", ["REPORT_DEFINITIONS": "/nowhere/reports"], "/nowhere/reports", "missing",
      "--reports"),
    config("an unknown key", "report:\n  timezone: UTC\n", ":2:", "report.timezone"),
    config(
      "bad YAML", "database:\n  password: \"\(Workplace.secret)\n  host: x\n", "YAML"),
    config(
      "bad YAML with a secret on the line",
      "database:\n  password: [\(Workplace.secret)\nreport: {}}\n", "YAML"),
    config("a list", "report:\n  currency: [THB, EUR]\n", ":2:", "report.currency", "one value"),
    config("not a map", "just words\n", ":1:"),
    config("a bad value", "report:\n  currency: euro\n", ":2", "report.currency", "euro"),
  ]

  private static func policy(_ name: String, _ text: String, _ says: String...) -> Failure {
    Failure(
      name: "policy: \(name)",
      arguments: ["run", "reorder-suggestions", "--date", Workplace.day, "--force"],
      environment: ["REORDER_POLICY": "policy.yml"], files: ["policy.yml": text], code: 78,
      says: ["policy.yml"] + says)
  }

  private static let policies = [
    Failure(
      name: "policy: missing", environment: ["REORDER_POLICY": "/nowhere/policy.yml"], code: 78,
      says: ["REORDER_POLICY", "/nowhere/policy.yml"]),
    policy("bad YAML", "defaults: {lead_time_days: 3\n", "policy.yml:", "YAML"),
    policy("unknown key", "defaults: {leadtime: 3}\n", "policy.yml:1", "leadtime", "lead_time"),
    policy("bad value", "defaults:\n  service_level: 1.5\n", "policy.yml:2", "service_level"),
    policy(
      "SKU of two products", "overrides:\n  sku:\n    TWO: {pack_size: 2}\n", "policy.yml:3", "TWO",
      "product_id", "00000000-0000-0000-0000-00000000000a"),
    policy(
      "unknown product on order", "on_order:\n  - {sku: NONE, store: Silom, quantity: 1}\n",
      "policy.yml:2", "product"),
    policy(
      "unknown store on order", "on_order:\n  - {sku: '0001', store: Nowhere, quantity: 1}\n",
      "policy.yml:2", "store"),
  ]

  @Test func `a password from a file is used and not shown`() throws {
    try Workplace.lend { place in
      place.environment["DB_PASSWORD"] = nil
      place.environment["DB_PASSWORD_FILE"] = "password"
      try place.write(Workplace.secret + "\n", to: "password")
      let shown = try place.run("config", "show")
      #expect(shown.code == 0)
      #expect(shown.output.contains("DB_PASSWORD_FILE"))
      #expect(shown.output.contains("********"))
      #expect(try place.run("run", "inventory-valuation", "--date", Workplace.day).code == 0)
    }
  }

  @Test func `flags win over the environment, and that over the file`() throws {
    try Workplace.lend { place in
      try place.write(
        "report: {currency: USD, time_zone: Asia/Tokyo, output: from-file}\n",
        to: "inventory-reports.yml")
      place.environment["REPORT_CURRENCY"] = "EUR"
      place.environment["REPORT_TIME_ZONE"] = nil
      let text = try place.run("config", "show").output
      #expect(text.contains(/report.currency +REPORT_CURRENCY +EUR +REPORT_CURRENCY/))
      #expect(text.contains(/report.time_zone .*Asia\/Tokyo +inventory-reports.yml:1/))
      let run = try place.run("run", "low-stock", "--output", "from-flag")
      #expect(run.code == 0)
      #expect(FileManager.default.fileExists(atPath: place.folder + "/from-flag/low-stock"))
      #expect(!FileManager.default.fileExists(atPath: place.folder + "/from-file"))
    }
  }
}
