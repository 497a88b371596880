import Logging
import Monitoring

extension Settings {
  /// How the log is written; nil for the usual form.
  func logFormat() throws(SettingsError) -> LogFormat? {
    guard let text = self["log.format"] else { return nil }
    guard let format = LogFormat(rawValue: text) else {
      throw error("log.format", "expected text, logfmt or json")
    }
    return format
  }

  /// From which level on; nil for the usual one.
  func logLevel() throws(SettingsError) -> Logger.Level? {
    guard let text = self["log.level"] else { return nil }
    guard let level = LogLevel(rawValue: text) else {
      throw error("log.level", "expected debug, info, notice, warning or error")
    }
    return level.level
  }

  /// The file of the metrics; nil when none is wanted.
  func metricsFile() throws(SettingsError) -> MetricsFile? {
    guard let path = self["monitoring.metrics_file"] else { return nil }
    guard path.hasSuffix(".prom") else {
      throw error(
        "monitoring.metrics_file",
        "expected a name that ends in .prom, since no other file is collected")
    }
    return MetricsFile(path: path)
  }

  /// The health check to ping at the start and the end of a job, by the name of its setting; nil
  /// without.
  func healthcheck(_ key: String, logger: Logger) throws(SettingsError) -> Healthcheck? {
    guard let url = self[key] else { return nil }
    guard let check = Healthcheck(url: url, logger: logger) else {
      // Not the address itself: anybody who knows it can ping.
      let place = resolved(key).map { "\($0.source)" } ?? ""
      throw SettingsError(
        "\(key) (\(place)): expected an address such as"
          + " https://hc-ping.com/...")
    }
    return check
  }
}
