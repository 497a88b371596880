import Files
import Reports

/// Checks that the links of a report show what they should.
struct LinkVerification {
  let folder: ReportFolder
  /// What `latest` follows; nil when it is not known.
  let series: ScheduledSeries?

  /// What is wrong with the links.
  func findings() throws(PublishingError) -> [Finding] {
    var findings: [Finding] = []
    let lock = try holdOff(&findings)
    defer { extendLifetime(lock) }
    for name in try FileSystem.names(in: folder.path) where !name.hasPrefix(".") {
      if name == "latest" { continue }
      if let period = PeriodFolderName(name) {
        if let finding = try self.finding(period) { findings.append(finding) }
      } else {
        findings.append(
          Finding(
            kind: .unlisted, path: "\(folder.path)/\(name)",
            detail: "is neither a period nor latest"))
      }
    }
    if let finding = try latestFinding() { findings.append(finding) }
    return findings
  }

  /// Waits until no run is between its two links, and lets none in; finds where this user may not,
  /// since looking on must not need the right to write.
  private func holdOff(_ findings: inout [Finding]) throws(PublishingError) -> OpenFile? {
    do throws(PublishingError) {
      guard let file = try OpenFile.lock(at: folder.runs + "/.lock") else { return nil }
      guard try file.lock(.shared, waiting: ReportFolder.patience) else { throw folder.isBusy() }
      return file
    } catch  where error.cause != .busy {
      findings.append(
        Finding(
          kind: .notHeldOff, path: error.path,
          detail: "cannot be opened (\(error.reason)), so verify cannot wait for a running publish:"
            + " it may report differences that are none"))
      return nil
    }
  }

  private func finding(_ period: PeriodFolderName) throws(PublishingError) -> Finding? {
    let path = folder.link(period)
    guard let target = try FileSystem.linkTarget(path) else {
      return Finding(kind: .wrongLink, path: path, detail: "is not a link")
    }
    guard let id = ReportFolder.run(ofTarget: target) else {
      return Finding(
        kind: .wrongLink, path: path, detail: "points to \(target), should point to .runs/<run id>")
    }
    guard try FileSystem.kind(of: folder.run(id)) == .folder else {
      return Finding(kind: .brokenLink, path: path, detail: "points to \(target), which is missing")
    }
    // An unreadable manifest is the run's own finding.
    guard let run = try? PublishedRun(folder: folder.run(id)),
      run.facts.periodFolder != period.text
    else { return nil }
    return Finding(
      kind: .foreignManifest, path: path,
      detail: "points to run \(id), which is of \(run.facts.periodFolder)")
  }

  private func latestFinding() throws(PublishingError) -> Finding? {
    let path = folder.latestLink
    // A manifest that may not be read is its run's own finding.
    guard let last = try? series.map({ try folder.lastPeriods(of: $0) }) ?? [] else { return nil }
    guard let target = try FileSystem.linkTarget(path) else {
      let isThere = try FileSystem.kind(of: path) != nil
      guard isThere || !last.isEmpty else { return nil }
      return Finding(
        kind: isThere ? .wrongLink : .wrongLatest, path: path,
        detail: isThere ? "is not a link" : "is missing, should point to \(last[0])")
    }
    if last.contains(where: { $0.text == target }) { return nil }
    guard PeriodFolderName(target) != nil else {
      return Finding(
        kind: .wrongLink, path: path, detail: "points to \(target), which is not a period")
    }
    guard try FileSystem.kind(of: "\(path)/.") == .folder else {
      return Finding(kind: .brokenLink, path: path, detail: "points to \(target), which is missing")
    }
    guard series != nil else { return nil }
    let expected = last.first.map { ", should point to \($0)" } ?? ", which is not of the schedule"
    return Finding(kind: .wrongLatest, path: path, detail: "points to \(target)\(expected)")
  }
}
