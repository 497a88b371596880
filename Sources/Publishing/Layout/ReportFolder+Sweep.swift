import Files
package import Reports
import Values

extension ReportFolder {
  /// Removes what dead runs left: folders whose lock is free and links under temporary names.
  ///
  /// A folder whose run is alive, in whatever process, is never touched. A `latest` that is not
  /// of the series, or that a dead run did not come to, is put right. Gives the paths that were
  /// removed; none when the report has no folder.
  @discardableResult
  package func sweep(_ series: ScheduledSeries) throws(PublishingError) -> [String] {
    guard try FileSystem.kind(of: runs) == .folder else { return [] }
    return try locked { () throws(PublishingError) -> [String] in
      var removed: [String] = []
      for name in try FileSystem.names(in: runs) {
        guard let id = Self.partialRun(name), try !isAlive(id) else { continue }
        try FileSystem.removeTree(partial(id))
        removed.append(partial(id))
      }
      for name in try FileSystem.names(in: path) where Self.isTemporaryLink(name) {
        let link = "\(path)/\(name)"
        guard try FileSystem.kind(of: link) == .link else { continue }
        try FileSystem.remove(link)
        removed.append(link)
      }
      // No run's id: the temporary name needs one, and no other is made under this lock.
      let id = RunID(startedAt: Instant(microseconds: 0))
      try showLatest(of: series, preferring: nil, run: id) { _ throws(PublishingError) in }
      return removed
    }
  }

  /// The id of the run that writes, or wrote, into a folder of this name; nil for any other name.
  static func partialRun(_ name: String) -> RunID? {
    guard name.hasPrefix("."), name.hasSuffix(".partial") else { return nil }
    return RunID(name.dropFirst().dropLast(".partial".count))
  }

  /// Whether a run holds its folder's lock.
  ///
  /// A folder without a lock file is a dead run's: runs make the file, and take it away at their
  /// end, under the report's lock, which the caller holds.
  private func isAlive(_ id: RunID) throws(PublishingError) -> Bool {
    let path = "\(partial(id))/\(RunFolder.lockName)"
    guard try FileSystem.kind(of: path) != nil else { return false }
    let file = try OpenFile(path, for: .lockingExisting)
    return try !file.lock(.exclusive)
  }
}
