import JobRunner
import Postgres
import Reports
import StockReading

/// One setting: its names, its default, and what it is for.
struct Setting {
  /// The name in the configuration file, such as `database.host`.
  var key: String
  /// The environment variable.
  var variable: String
  /// The value when nobody gives one; nil when there is none.
  var defaultValue: String?
  /// Whether it is shown masked and may come from a file named by `VARIABLE_FILE`.
  var isSecret = false
  /// Whether anything uses it yet; the guide of the service names more than is used.
  var isUsed = true
  /// What it is for.
  var meaning: String

  /// What counts where nobody says anything else is written where it is used.
  private static let replicas = ReplicaSet([])

  /// Every setting, in the order in which they are shown.
  static let all = general + alerts + site

  private static let general: [Setting] = [
    Setting(
      key: "database.url", variable: "DATABASE_URL", isSecret: true,
      meaning: "connection URI; the five settings below override it"),
    Setting(
      key: "database.host", variable: "DB_HOST",
      meaning: "host, or several separated by commas; else libpq's PGHOST"),
    Setting(key: "database.port", variable: "DB_PORT", meaning: "port; else libpq's PGPORT"),
    Setting(key: "database.user", variable: "DB_USER", meaning: "role; else libpq's PGUSER"),
    Setting(
      key: "database.password", variable: "DB_PASSWORD", isSecret: true,
      meaning: "password; else PGPASSWORD or .pgpass"),
    Setting(
      key: "database.name", variable: "DB_NAME", meaning: "database; else libpq's PGDATABASE"),
    Setting(
      key: "database.connect_timeout", variable: "DB_CONNECT_TIMEOUT",
      meaning: "time limit to connect; else the URI's connect_timeout, else 5s"),
    Setting(
      key: "database.statement_timeout", variable: "DB_STATEMENT_TIMEOUT",
      meaning: "time limit of one statement; else the server's own statement_timeout"),
    Setting(
      key: "database.allow_primary", variable: "DB_ALLOW_PRIMARY",
      meaning: "whether to read from a primary; if unset, only when it is the one host named"),
    Setting(
      key: "replica.primary_url", variable: "REPLICA_PRIMARY_URL", isSecret: true,
      meaning: "URI of the primary, asked only for its log position"),
    Setting(
      key: "replica.heartbeat_query", variable: "REPLICA_HEARTBEAT_QUERY",
      meaning: "SELECT of one timestamptz that the primary keeps up to date"),
    Setting(
      key: "replica.grace", variable: "REPLICA_GRACE", defaultValue: replicas.grace.words,
      meaning: "how long after a period's end its last transactions may commit"),
    Setting(
      key: "replica.wait", variable: "REPLICA_WAIT", defaultValue: replicas.wait.words,
      meaning: "how long to wait for a standby to catch up"),
    Setting(
      key: "replica.max_lag", variable: "REPLICA_MAX_LAG", defaultValue: replicas.maxLag.words,
      meaning: "maximum age of the data of a report about now"),
    Setting(
      key: "report.time_zone", variable: "REPORT_TIME_ZONE", defaultValue: "UTC",
      meaning: "IANA time zone of the business dates"),
    Setting(
      key: "report.currency", variable: "REPORT_CURRENCY", defaultValue: "THB",
      meaning: "ISO 4217 code of the currency"),
    Setting(
      key: "report.output", variable: "REPORT_OUTPUT", defaultValue: "./out",
      meaning: "folder of the published reports"),
    Setting(
      key: "report.state", variable: "REPORT_STATE",
      meaning:
        "folder of the state (history, prices, alerts, review); else in the user's state folder"),
    Setting(
      key: "report.late_days", variable: "REPORT_LATE_DAYS",
      defaultValue: "\(LedgerMemory.Options(folder: "").lateDays)",
      meaning: "number of closed days to read again in each run, for late movements"),
    Setting(
      key: "report.memory", variable: "REPORT_MEMORY",
      meaning: "memory for the stock of a run, such as 1GiB; else half of what is available"),
    Setting(
      key: "report.definitions", variable: "REPORT_DEFINITIONS",
      meaning: "folder of the definitions; else reports/ beside the configuration"),
    Setting(
      key: "report.formats", variable: "REPORT_FORMATS",
      defaultValue: RunRequest.usualFormats.map(\.rawValue).joined(separator: ","),
      meaning: "formats to write, of csv, csv-excel, json and xlsx"),
    Setting(
      key: "reorder.policy", variable: "REORDER_POLICY",
      meaning: "file of the reorder policy; else reorder-policy.yml beside the configuration"),
    Setting(
      key: "finance.policy", variable: "FINANCE_POLICY",
      meaning: "file of the finance policy; else finance-policy.yml beside the configuration"),
    Setting(
      key: "csv.formula_guard", variable: "CSV_FORMULA_GUARD", defaultValue: "true",
      meaning: "whether CSV text that a spreadsheet would run as a formula gets a leading '"),
    Setting(
      key: "log.format", variable: "REPORT_LOG_FORMAT",
      meaning: "text, logfmt or json; else text on a terminal and logfmt elsewhere"),
    Setting(
      key: "log.level", variable: "REPORT_LOG_LEVEL",
      meaning:
        "debug, info, notice, warning or error; else warning on a terminal and error elsewhere"),
    Setting(
      key: "monitoring.metrics_file", variable: "REPORT_METRICS_FILE",
      meaning: "file ending in .prom for Prometheus' node exporter"),
    Setting(
      key: "monitoring.healthcheck_url", variable: "HEALTHCHECK_URL", isSecret: true,
      meaning: "URL to ping at the start and the end of each run, but not of 'alerts run'"),
    unused("services.product", "PRODUCT_SERVICE_URL"),
    unused("services.loyverse_webhook", "LOYVERSE_WEBHOOK_URL"),
  ]

  private static func unused(_ key: String, _ variable: String) -> Setting {
    Setting(key: key, variable: variable, isUsed: false, meaning: "accepted, not used")
  }
}
