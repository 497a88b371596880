import Foundation
import Publishing
import Reports
import Testing
import TestServers

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

  private static func hosts(_ name: String, _ list: String, _ says: String...) -> Failure {
    Failure(
      name: "hosts: \(name)",
      environment: ["DB_HOST": "", "DB_PORT": ""],
      files: ["inventory-reports.yml": "database:\n  hosts: \(list)\n"], code: 78,
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
    wrong("bad memory", ["REPORT_MEMORY": "much"], "REPORT_MEMORY", "much", "256MB"),
    wrong("memory of no unit", ["REPORT_MEMORY": "256"], "REPORT_MEMORY", "'256'", "256MB"),
    wrong("no memory", ["REPORT_MEMORY": "0MB"], "REPORT_MEMORY", "0MB", "256MB"),
    wrong(
      "too much memory", ["REPORT_MEMORY": "10000000000 GB"], "REPORT_MEMORY", "10000000000 GB"),
    wrong(
      "a missing configuration", ["INVENTORY_REPORTS_CONFIG": "/nowhere/reports.yml"],
      "there is no", "/nowhere/reports.yml", "INVENTORY_REPORTS_CONFIG"),
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
    hosts("no list", "{host: a}", ":2:", "needs a list", "- {host: replica1"),
    hosts("an empty list", "[]", ":2:", "is empty"),
    hosts("a host that is no map", "[a]", ":2:", "such as - {host: replica1"),
    hosts("no place", "\n    - {weight: 1}", ":3:", "needs 'host' or 'url'"),
    hosts("two places", "\n    - {host: a, url: 'postgresql://b'}", ":3:", "keep one"),
    hosts("an unknown key", "\n    - host: a\n      wieght: 1", ":4:", "'wieght'", "weight"),
    hosts("a weight of 0", "\n    - {host: a, weight: 0}", ":3:", "weight '0'", "from 1 to 1000"),
    hosts("a weight below 0", "\n    - {host: a, weight: -1}", ":3:", "weight '-1'"),
    hosts("a weight of text", "\n    - {host: a, weight: half}", ":3:", "weight 'half'"),
    hosts("a bad port", "\n    - {host: a, port: 65536}", ":3:", "port '65536'", "65535"),
    hosts("a bad role", "\n    - {host: a, role: stanby}", ":3:", "'stanby'", "standby or primary"),
    hosts("two in one", "\n    - {host: 'a,b'}", ":3:", "'a,b'", "entry of its own"),
    hosts(
      "a bad URL", "\n    - url: postgresql://me:\(Workplace.secret)%zz@h/db", ":3:",
      "connection string"),
    hosts("a URL of two", "\n    - url: postgresql://a,b/db", ":3:", "names 2 hosts"),
    hosts("twice", "\n    - host: a\n    - {host: a, port: 5432}", ":4:", "a:5432", "line 3"),
    hosts(
      "a primary", "\n    - host: a\n    - {host: b, role: primary}", ":4:", "b, primary",
      "database.allow_primary: true", "replica.primary_url"),
    config(
      "hosts beside a host", "database:\n  host: a\n  hosts:\n    - host: b\n", ":2:",
      "database.hosts", "line 4", "keep one"),
    wrong("no time", ["DB_STATEMENT_TIMEOUT": "0s"], "DB_STATEMENT_TIMEOUT", "0s", "10min"),
    wrong("a time without a unit", ["DB_CONNECT_TIMEOUT": "5"], "DB_CONNECT_TIMEOUT", "10min"),
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
    Failure(
      name: "finance policy: missing", environment: ["FINANCE_POLICY": "/nowhere/finance.yml"],
      code: 78, says: ["FINANCE_POLICY", "/nowhere/finance.yml"]),
    Failure(
      name: "finance policy: unknown key, beside the configuration",
      files: ["finance-policy.yml": "carrying: fifo\n"], code: 78,
      says: ["finance-policy.yml:1", "carrying", "carrying_value"]),
  ]

  @Test func `lines of the policy that fit nothing stop no report, and are named everywhere`()
    throws
  {
    try Workplace.lend { place in
      try place.write(
        """
        overrides:
          sku:
            TWO: {pack_size: 2}
        on_order:
          - {sku: NONE, store: Silom, quantity: 1.5}
          - {sku: '0001', store: Nowhere, quantity: 2}
          - {sku: '0001', store: Silom, quantity: 3}

        """, to: "policy.yml")
      place.environment["REORDER_POLICY"] = "policy.yml"
      let sentences = [
        (
          3, "the override for SKU 'TWO' changes nothing: 2 active products have this SKU; give the"
        ),
        (
          5,
          "1.5 of SKU 'NONE' on order for store 'Silom' are not counted: there is no such product"
        ),
        (6, "2 of SKU '0001' on order for store 'Nowhere' are not counted: there is no such store"),
      ]
      let ran = try place.run("run", "reorder-suggestions", "--date", "2020-01-02")
      #expect(ran.code == 0, "\(ran.errors)")
      let run = try PublishedRun(folder: place.output + "/reorder-suggestions/2020-01-02")
      let checks = run.facts.checks.filter { $0.name == "policy-fits" }
      #expect(checks.map(\.outcome) == [.warned, .warned, .warned])
      let checked = try place.run("check")
      #expect(checked.code == 78)
      let doctor = try place.run("doctor")
      for (index, (line, words)) in sentences.enumerated() {
        #expect(checks[index].detail.hasPrefix("reorder policy, line \(line): \(words)"))
        #expect(checked.errors.contains("policy.yml:\(line): \(words)"), "\(checked.errors)")
        #expect(doctor.output.contains("line \(line): \(words.prefix(40))"), "\(doctor.output)")
      }
      #expect(doctor.code == 0 && doctor.output.contains("3 lines of policy.yml do not match"))
      #expect(try place.run("run", "low-stock", "--force").code == 0)
    }
  }

  @Test func `a category of the finance policy that is none is named, and stops nothing`()
    throws
  {
    try Workplace.lend { place in
      try place.write(
        """
        overrides:
          category:
            None such: {nrv: {selling_cost: 0.1}}

        """, to: "finance-policy.yml")
      let ran = try place.run("run", "stock-ageing", "--date", "2020-01-02")
      #expect(ran.code == 0, "\(ran.errors)")
      let run = try PublishedRun(folder: place.output + "/stock-ageing/2020-01-02")
      let words = "the override for category 'None such' changes nothing: no product is of it"
      let fits = run.facts.checks.filter { $0.name == "policy-fits" }
      #expect(fits.map(\.outcome) == [.warned])
      #expect(fits.first?.detail == "finance policy, line 3: \(words)")
      #expect(run.facts.financePolicyHash?.hasPrefix("sha256:") == true)
      #expect(run.facts.policyHash == nil)
      #expect(try place.run("check").errors.contains("finance-policy.yml:3: \(words)"))
      let doctor = try place.run("doctor")
      #expect(doctor.output.contains("1 line of") && doctor.output.contains("line 3: \(words)"))
      // Another policy makes another report.
      try place.write("carrying_value: fifo\n", to: "finance-policy.yml")
      #expect(try place.run("run", "stock-ageing", "--date", "2020-01-02").code == 0)
      let anew = try PublishedRun(folder: place.output + "/stock-ageing/2020-01-02")
      #expect(anew.id != run.id)
    }
  }

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

  @Test func `a section without settings is none, and an unknown one still a mistake`() throws {
    try Workplace.lend { place in
      try place.write(
        "report:\n  currency: USD\nmonitoring:\n  # metrics_file: /x.prom\nalerts:\n",
        to: "inventory-reports.yml")
      let shown = try place.run("config", "show")
      #expect(shown.code == 0 && shown.output.contains("USD"), "\(shown)")
      try place.write("report:\n  currency: USD\nmonitorin:\n", to: "inventory-reports.yml")
      let refused = try place.run("config", "show")
      #expect(refused.code == 78 && refused.errors.contains(":3: unknown setting 'monitorin'"))
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
      #expect(text.contains(/report.currency +EUR +REPORT_CURRENCY/))
      #expect(text.contains(/report.time_zone .*Asia\/Tokyo +inventory-reports.yml:1/))
      let run = try place.run("run", "low-stock", "--output", "from-flag")
      #expect(run.code == 0)
      #expect(FileManager.default.fileExists(atPath: place.folder + "/from-flag/low-stock"))
      #expect(!FileManager.default.fileExists(atPath: place.folder + "/from-file"))
    }
  }

  @Test func `hosts of the file are used and shown, and the environment wins over them`() throws {
    try Workplace.lend { place in
      let socket = try #require(place.environment["DB_HOST"])
      place.environment["DB_HOST"] = nil
      place.environment["DB_PORT"] = nil
      try place.write(
        """
        database:
          allow_primary: true
          hosts:
            - {host: /nowhere, weight: 3}
            - url: host=\(socket) port=5432 password=\(Workplace.secret)
              role: primary

        """, to: "inventory-reports.yml")
      let shown = try place.run("config", "show").output
      #expect(
        shown.contains(/database.hosts\[1\] +\/nowhere, weight 3 +inventory-reports.yml:4/),
        "\(shown)")
      #expect(shown.contains("host=\(socket) port=5432, primary"), "\(shown)")
      #expect(try place.run("run", "low-stock").code == 0)
      #expect(try place.run("check").output.contains("queries prepared on \(socket):5432"))

      place.environment["DB_HOST"] = "/elsewhere"
      #expect(
        try place.run("config", "show").output.contains(
          "inventory-reports.yml:4, overridden by DB_HOST"))
      let words = ["run", "low-stock"]
      try place.expectFailure(words, code: 69, says: ["/elsewhere"])
      place.environment["DB_HOST"] = nil
      place.environment["DATABASE_URL"] = "postgresql://elsewhere.invalid/db"
      try place.expectFailure(words, code: 69, says: ["elsewhere.invalid"])
    }
  }
}
