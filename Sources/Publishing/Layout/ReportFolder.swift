import Files
import Foundation

/// Where a report's runs and links lie: `<output>/<report>`.
package struct ReportFolder: Hashable, Sendable {
  package let output: String
  package let report: String
  package let path: String

  /// The folder of a report; throws when the name is no plain name.
  package init(output: String, report: String) throws(PublishingError) {
    guard Self.isPlain(report) else {
      throw PublishingError(
        cause: .illegalName, path: report, action: "use as a report's name",
        reason: "not a plain name")
    }
    self.output = output
    self.report = report
    path = "\(output)/\(report)"
  }

  /// The folder of the runs.
  package var runs: String { path + "/.runs" }

  /// The finished folder of a run.
  package func run(_ id: RunID) -> String { "\(runs)/\(id)" }

  /// The link to the run of a period.
  package func link(_ period: PeriodFolderName) -> String { "\(path)/\(period)" }

  /// The link to the period that ends last of those that belong to the schedule.
  package var latestLink: String { path + "/latest" }

  /// The folder of a run that is still being written.
  func partial(_ id: RunID) -> String { "\(runs)/.\(id).partial" }

  /// Held for the short time in which folders appear, get their final names or go.
  ///
  /// Without it a sweep could find a folder whose owner has not locked it yet, and of two runs
  /// that publish at once the earlier period could become `latest`.
  /// Throws an error with the cause `busy` when another process holds it for `patience`.
  func locked<Result: ~Copyable>(
    waiting patience: Duration = Self.patience, _ body: () throws(PublishingError) -> Result
  ) throws(PublishingError) -> Result {
    let file = try OpenFile(runs + "/.lock", for: .locking)
    guard try file.lock(.exclusive, waiting: patience) else { throw isBusy() }
    return try body()
  }

  /// Longer than any folder takes to be shown or removed, also over a slow network.
  static let patience = Duration.seconds(120)

  /// The error of a lock that another process does not give back.
  func isBusy() -> PublishingError {
    PublishingError(
      cause: .busy, path: runs + "/.lock", action: "lock",
      reason: "another process has held the lock for too long")
  }

  /// Letters, digits, `.`, `_`, `-`, not a dot first: no way out of a folder, nothing hidden.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 200 && name.first != "."
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}

/// The output folder's one name, whatever links lead to it.
package enum OutputPath {
  /// The path without links and detours.
  package static func real(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
