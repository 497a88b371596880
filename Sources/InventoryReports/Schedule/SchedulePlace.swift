import Foundation
import Monitoring
import Values

/// Where and as whom the jobs run.
struct SchedulePlace {
  /// The program's path.
  var program: String
  /// The user of the jobs.
  var user: String
  /// The configuration, when it is not where the program looks by itself.
  var configuration: String?
  /// The zone of the business days.
  var timeZone: String
  /// The folders that the jobs write into.
  var folders: [String]

  /// The command line of a job, each word for itself.
  func words(_ command: [String]) -> [String] {
    [program] + command + (configuration.map { ["--config", $0] } ?? [])
  }
}

extension SchedulePlace {
  /// The place that the settings describe.
  ///
  /// Throws when a folder is not named from the root, since a job starts somewhere else, and when
  /// the state is in the home folder of this user, since the user of the jobs has another.
  init(_ settings: Settings, program: String?, user: String) throws {
    self.program =
      program ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    self.user = user
    timeZone = try settings.calendar().timeZoneName
    let last = Settings.usualFiles.last
    configuration = settings.file.flatMap { file in
      let path = URL(fileURLWithPath: file).standardizedFileURL.path
      return path == last ? nil : path
    }
    guard settings["report.state"] != nil else {
      throw SettingsError(
        "report.state is not set; the jobs run as a user with another home folder, so set it, for"
          + " example to /var/lib/inventory-reports")
    }
    var folders = ["report.output": settings.output, "report.state": settings.stateFolder]
    if let file = try settings.metricsFile() {
      folders["monitoring.metrics_file"] = (file.path as NSString).deletingLastPathComponent
    }
    for (key, path) in folders.sorted(by: { $0.key < $1.key }) where !path.hasPrefix("/") {
      throw settings.error(key, "expected an absolute path, since jobs start in another folder")
    }
    self.folders = Array(Set(folders.values)).sorted()
  }
}
