import ArgumentParser

/// Who is told of a run, apart from who watches.
struct MonitoringOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "File for Prometheus' node exporter, ending in .prom, that is brought up to date.",
      valueName: "file"))
  var metricsFile: String?

  /// The settings that the flags give.
  var flags: [String: (flag: String, value: String)] {
    metricsFile.map { ["monitoring.metrics_file": ("--metrics-file", $0)] } ?? [:]
  }
}
