import JobRunner
import Postgres
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
      meaning: "connection URI; what the five below name wins over it"),
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
      meaning: "time for a host to answer; else the URI's connect_timeout, else 5s"),
    Setting(
      key: "database.statement_timeout", variable: "DB_STATEMENT_TIMEOUT",
      meaning: "time for one statement; else the server's own statement_timeout"),
    Setting(
      key: "database.allow_primary", variable: "DB_ALLOW_PRIMARY",
      meaning: "whether to read from a primary; else only when one host is named"),
    Setting(
      key: "replica.primary_url", variable: "REPLICA_PRIMARY_URL", isSecret: true,
      meaning: "URI of the primary, asked only how far its log has come"),
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
      meaning: "how old the data of a report about now may be"),
    Setting(
      key: "report.time_zone", variable: "REPORT_TIME_ZONE", defaultValue: "UTC",
      meaning: "IANA name of the zone of the business days"),
    Setting(
      key: "report.currency", variable: "REPORT_CURRENCY", defaultValue: "THB",
      meaning: "ISO 4217 code of the money"),
    Setting(
      key: "report.output", variable: "REPORT_OUTPUT", defaultValue: "./out",
      meaning: "folder of the published reports"),
    Setting(
      key: "report.state", variable: "REPORT_STATE",
      meaning: "folder of what is remembered between runs; else in the user's state folder"),
    Setting(
      key: "report.late_days", variable: "REPORT_LATE_DAYS",
      defaultValue: "\(LedgerMemory.Options(folder: "").lateDays)",
      meaning: "how many closed days are read again each time, for movements that came late"),
    Setting(
      key: "report.memory", variable: "REPORT_MEMORY",
      meaning: "memory for the stock of a run, such as 1GiB; else half of what there is"),
    Setting(
      key: "report.definitions", variable: "REPORT_DEFINITIONS",
      meaning: "folder of the definitions; else reports/ beside the configuration"),
    Setting(
      key: "report.formats", variable: "REPORT_FORMATS",
      defaultValue: RunRequest.usualFormats.map(\.rawValue).joined(separator: ","),
      meaning: "formats to write, of csv, csv-excel, json and xlsx"),
    Setting(
      key: "reorder.policy", variable: "REORDER_POLICY",
      meaning: "reorder policy; else reorder-policy.yml beside the configuration"),
    Setting(
      key: "csv.formula_guard", variable: "CSV_FORMULA_GUARD", defaultValue: "true",
      meaning: "a leading ' before CSV text that a spreadsheet would take for a formula"),
    Setting(
      key: "log.format", variable: "REPORT_LOG_FORMAT",
      meaning: "text, logfmt or json; else text on a terminal and logfmt elsewhere"),
    Setting(
      key: "log.level", variable: "REPORT_LOG_LEVEL",
      meaning: "debug, info, notice, warning or error; else error, on a terminal warning"),
    Setting(
      key: "monitoring.metrics_file", variable: "REPORT_METRICS_FILE",
      meaning: "file ending in .prom for Prometheus' node exporter"),
    Setting(
      key: "monitoring.healthcheck_url", variable: "HEALTHCHECK_URL", isSecret: true,
      meaning: "address that is told of the start and the end of each run; not of alerts"),
    unused("services.product", "PRODUCT_SERVICE_URL"),
    unused("services.loyverse_webhook", "LOYVERSE_WEBHOOK_URL"),
  ]

  private static func unused(_ key: String, _ variable: String) -> Setting {
    Setting(key: key, variable: variable, isUsed: false, meaning: "accepted, not used")
  }
}
