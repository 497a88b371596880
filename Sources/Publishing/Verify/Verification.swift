import Files
package import Reports

/// Compares what is published with its manifests, byte by byte.
///
/// It reads every file once as a stream and writes nothing, so that it may run anywhere at any
/// time; only while it looks at a report's links does it hold off a run that publishes.
package struct Verification: Sendable {
  package let output: String

  private let series: [String: ScheduledSeries]
  private let editions: [ReportDefinition]

  /// A verification of an output folder, which need not exist.
  ///
  /// Of reports that are not among the definitions, nothing says which period is the latest of their
  /// schedule.
  package init(output: String, of definitions: [ReportDefinition]) {
    self.output = output
    series = Dictionary(
      definitions.map { ($0.name, ScheduledSeries($0)) }, uniquingKeysWith: { $1 })
    editions = definitions.filter { $0.origin != nil }
  }

  /// What is wrong in every report; nothing when all is well.
  ///
  /// Throws only when a folder cannot be listed.
  package func findings() throws(PublishingError) -> [Finding] {
    var findings: [Finding] = []
    for report in try PublishedReports(output: output).reports() {
      findings += try self.findings(report: report)
    }
    for edition in editions {
      if let finding = try missing(edition) { findings.append(finding) }
    }
    return findings
  }

  /// What is wrong in one report: its links first, then its runs, oldest first.
  package func findings(report: String) throws(PublishingError) -> [Finding] {
    let folder = try ReportFolder(output: output, report: report)
    var findings = try LinkVerification(folder: folder, series: series.series(of: report))
      .findings()
    for name in try FileSystem.names(in: folder.runs) where !name.hasPrefix(".") {
      guard let id = RunID(name) else {
        findings.append(
          Finding(
            kind: .unlisted, path: "\(folder.runs)/\(name)", detail: "is not the folder of a run"))
        continue
      }
      findings += try Self.findings(run: id, in: folder)
    }
    return findings
  }

  /// That the newest period of a report is without an edition of its rows, as when a process died between
  /// the two.
  ///
  /// Older periods may be from before the edition was defined.
  private func missing(_ edition: ReportDefinition) throws(PublishingError) -> Finding? {
    let published = PublishedReports(output: output)
    guard let report = edition.origin?.report,
      let period = try published.latestPeriod(of: report),
      let run = try? published.current(period, of: report)
    else { return nil }
    let folder = try ReportFolder(output: output, report: edition.name)
    let shown = try? published.current(period, of: edition.name)
    guard shown?.facts.editionOfRun != run.id.text else { return nil }
    return Finding(
      kind: .missingEdition, path: folder.link(period),
      detail: shown == nil
        ? "is missing, although run \(run.id) of \(report) is published"
        : "is not of run \(run.id), which \(report) shows")
  }

  /// What is wrong in the folder of one run.
  static func findings(run id: RunID, in report: ReportFolder) throws(PublishingError) -> [Finding]
  {
    let folder = report.run(id)
    let manifest = "\(folder)/\(DataPackage.fileName)"
    let run: PublishedRun
    do {
      run = try PublishedRun(folder: folder)
    } catch {
      return [Finding(kind: .unreadableManifest, path: manifest, detail: error.reason)]
    }
    var findings: [Finding] = []
    if run.id != id || run.facts.report != report.report {
      findings.append(
        Finding(
          kind: .foreignManifest, path: manifest,
          detail: "is the manifest of run \(run.id) of \(run.facts.report)"))
    }
    for resource in run.package.resources {
      findings += self.findings(resource, at: run.path(of: resource))
    }
    let listed = Set(run.package.resources.map(\.path) + [DataPackage.fileName])
    for name in try FileSystem.names(in: folder) where !listed.contains(name) {
      findings.append(
        Finding(
          kind: .unlisted, path: "\(folder)/\(name)", detail: "the manifest does not list it"))
    }
    return findings
  }

  private static func findings(_ resource: DataResource, at path: String) -> [Finding] {
    func finding(_ kind: Finding.Kind, _ detail: String) -> Finding {
      Finding(kind: kind, path: path, detail: detail)
    }
    do {
      guard let kind = try FileSystem.kind(of: path) else {
        return [finding(.missing, "is missing")]
      }
      guard case .file(let size) = kind else {
        return [finding(.unreadable, "is not a regular file")]
      }
      if size == 0, resource.bytes > 0 {
        return [finding(.empty, "is empty, should have \(resource.bytes) bytes")]
      }
      let digest = try FileDigest(path, countingRows: resource.rows != nil)
      var findings: [Finding] = []
      if digest.bytes != resource.bytes {
        findings.append(
          finding(.wrongSize, "has \(digest.bytes) bytes, should have \(resource.bytes)"))
      } else if digest.hash != resource.hash {
        findings.append(finding(.wrongHash, "has \(digest.hash), should have \(resource.hash)"))
      }
      if let rows = resource.rows, let found = digest.rows, rows != found {
        findings.append(finding(.wrongRows, "has \(found) rows, should have \(rows)"))
      }
      return findings
    } catch {
      return [finding(.unreadable, "cannot be read: \(error.reason)")]
    }
  }
}
