import Files
import Glibc

extension PublishedReports {
  /// When names changed last in a report's folders: cheap to ask, and any publication moves it.
  package struct ChangeTime: Hashable, Sendable {
    /// In the folder of the links, in nanoseconds since 1970; nil when there is none.
    package var links: Int64?
    /// In the folder of the runs.
    package var runs: Int64?

    /// The later of the two.
    package var newest: Int64 { max(links ?? 0, runs ?? 0) }
  }

  /// When names changed last in the output folder, in nanoseconds since 1970; nil without a folder.
  package func changeTime() throws(PublishingError) -> Int64? {
    try Self.changed(output)
  }

  /// When names changed last in a report's folders.
  package func changeTime(of report: String) throws(PublishingError) -> ChangeTime {
    let folder = try ReportFolder(output: output, report: report)
    return ChangeTime(
      links: try Self.changed(folder.path), runs: try Self.changed(folder.runs))
  }

  private static func changed(_ path: String) throws(PublishingError) -> Int64? {
    do {
      return try FileSystem.stamp(of: path)?.changed
    } catch  where error.errorNumber == ENOTDIR {
      return nil
    }
  }

  /// The period that `latest` shows; nil when there is none.
  package func latestPeriod(of report: String) throws(PublishingError) -> PeriodFolderName? {
    let folder = try ReportFolder(output: output, report: report)
    return try FileSystem.linkTarget(folder.latestLink).flatMap { PeriodFolderName($0) }
  }
}
