import ArgumentParser

/// Where a run reports to, apart from the terminal.
struct MonitoringOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Metrics file to update, ending in .prom, for Prometheus' node exporter.",
      valueName: "file"))
  var metricsFile: String?

  /// The settings that the flags give.
  var flags: [String: (flag: String, value: String)] {
    metricsFile.map { ["monitoring.metrics_file": ("--metrics-file", $0)] } ?? [:]
  }
}
