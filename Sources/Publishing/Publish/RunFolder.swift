import Files
import Glibc
package import Reports
import Values

/// The folder that a run writes its files into, invisible until it is published.
///
/// It lies in `.runs/.<run id>.partial` under a lock that ends with the process, so that a sweep
/// tells it from the folder of a dead run. A folder that is given up without `publish` or `discard`
/// is removed when the last reference goes. It belongs to one thread at a time.
package final class RunFolder {
  package let id: RunID
  /// Where the run's files are written.
  package let path: String
  package let report: ReportFolder

  /// Held while the folder is this run's own; nil when it is published or discarded.
  private var lock: OpenFile?

  /// The lock file in a folder that is being written.
  static let lockName = ".lock"

  /// Makes the folder and what is missing above it.
  ///
  /// Throws an error that `isCannotWrite`, or `illegalName` for the report.
  package init(output: String, report: String, id: RunID) throws(PublishingError) {
    let reportFolder = try ReportFolder(output: output, report: report)
    let partial = reportFolder.partial(id)
    try FileSystem.makeFolders(reportFolder.runs)
    self.id = id
    path = partial
    self.report = reportFolder
    let file = try reportFolder.locked { () throws(PublishingError) -> OpenFile in
      guard try FileSystem.makeFolder(partial) else {
        throw PublishingError(EEXIST, action: "create the folder", path: partial)
      }
      let file = try OpenFile("\(partial)/\(Self.lockName)", for: .locking)
      _ = try file.lock(.exclusive)
      return file
    }
    lock = consume file
  }

  deinit {
    guard lock != nil else { return }
    try? removePartial()
  }

  /// The path of a file that is to be written.
  package func path(of file: ReportFile) -> String { "\(path)/\(file.name)" }

  /// Publishes the run: complete, on the disk, under its period and, when it is the last one of the
  /// scheduled series, under `latest`.
  ///
  /// When it throws, the former run is still published and the folder is removed; only an error
  /// after the period link was swapped leaves the new run published and says so by its path, the
  /// period's or the latest link. The folder may not be used again.
  @discardableResult
  package func publish(_ publication: Publication) throws(PublishingError) -> PublishedRun {
    try publish(publication) { _ throws(PublishingError) in }
  }

  /// The same, calling `reached` after each step.
  func publish(
    _ publication: Publication, reached: (PublishStep) throws(PublishingError) -> Void
  ) throws(PublishingError) -> PublishedRun {
    let period = PeriodFolderName(context: publication.context)
    do {
      try complete(publication, period: period, reached: reached)
      return try report.locked { () throws(PublishingError) -> PublishedRun in
        try rename(reached: reached)
        return try show(
          period, in: ScheduledSeries(publication.context.definition), reached: reached)
      }
    } catch {
      var error = error
      do {
        try discard()
      } catch let cleanup {
        error.cleanupFailure = "\(cleanup)"
      }
      throw error
    }
  }

  /// Whether the files that both have say the same as those of a published run.
  ///
  /// CSV files are compared where there are any: nothing but the figures is in them.
  package func isSame(
    _ files: [ReportFile], as run: PublishedRun
  ) throws(PublishingError) -> Bool {
    let resources = run.package.resources
    let tables = files.filter(\.format.isCSV)
    var compared = false
    for file in tables.isEmpty ? files : tables {
      guard let resource = resources.first(where: { $0.path == file.name }) else { continue }
      compared = true
      let digest = try FileDigest(path(of: file))
      guard digest.hash == resource.hash else { return false }
    }
    return compared
  }

  /// Removes the folder and all that was written; nothing happens after `publish`.
  package func discard() throws(PublishingError) {
    guard lock != nil else { return }
    defer { lock = nil }
    try removePartial()
  }

  private func removePartial() throws(PublishingError) {
    let path = path
    // Under the report's lock, so that no sweep removes the same folder at the same time.
    try report.locked { () throws(PublishingError) in try FileSystem.removeTree(path) }
  }

  /// Writes the manifest and brings all files to the disk.
  private func complete(
    _ publication: Publication, period: PeriodFolderName,
    reached: (PublishStep) throws(PublishingError) -> Void
  ) throws(PublishingError) {
    try checkFiles(publication)
    var digests: [ReportFile: FileDigest] = [:]
    for file in publication.files {
      let digest = try FileDigest(path(of: file), countingRows: file.format.isCSV, syncing: true)
      let summary = publication.summaries.first { $0.table.key == file.table }
      if let summary, let rows = digest.rows, rows != summary.rows {
        throw PublishingError(
          cause: .wrongRowCount, path: path(of: file), action: "publish",
          reason: "it has \(rows) rows, its table had \(summary.rows)")
      }
      digests[file] = digest
    }
    try reached(.filesSynced)
    let package = DataPackage(publication, run: id, folder: period, digests: digests)
    let manifest = try OpenFile("\(path)/\(DataPackage.fileName)", for: .creating)
    try manifest.write(package.json(path: manifest.path))
    try reached(.manifestWritten)
    try manifest.sync()
    try reached(.manifestSynced)
  }

  /// The publication must list what is in the folder, no more and no less.
  private func checkFiles(_ publication: Publication) throws(PublishingError) {
    var found = Set(try FileSystem.names(in: path)).subtracting([Self.lockName])
    for file in publication.files {
      guard ReportFolder.isPlain(file.name), file.name != DataPackage.fileName else {
        throw PublishingError(
          cause: .illegalName, path: file.name, action: "publish", reason: "not a plain name")
      }
      guard found.remove(file.name) != nil else {
        throw PublishingError(
          cause: .missingFile, path: path(of: file), action: "publish",
          reason: "it was not written, or is listed twice")
      }
    }
    if let rest = found.min() {
      throw PublishingError(
        cause: .unlistedFile, path: "\(path)/\(rest)", action: "publish",
        reason: "the publication does not list it")
    }
  }

  /// Gives the folder its final name.
  private func rename(
    reached: (PublishStep) throws(PublishingError) -> Void
  ) throws(PublishingError) {
    try FileSystem.remove("\(path)/\(Self.lockName)")
    try FileSystem.sync(path)
    try reached(.folderSynced)
    try FileSystem.rename(path, to: report.run(id))
  }

  /// Shows the renamed folder under its period; takes it away again when that fails.
  private func show(
    _ period: PeriodFolderName, in series: ScheduledSeries,
    reached: (PublishStep) throws(PublishingError) -> Void
  ) throws(PublishingError) -> PublishedRun {
    lock = nil
    var swapped = false
    do {
      try reached(.folderRenamed)
      try FileSystem.sync(report.runs)
      try reached(.runsSynced)
      let run = try PublishedRun(folder: report.run(id))
      try report.swap(
        report.link(period), to: ".runs/\(id)", run: id,
        made: { () throws(PublishingError) in try reached(.periodLinkMade) },
        swapped: { () throws(PublishingError) in
          swapped = true
          try reached(.periodLinkSwapped)
        })
      try reached(.periodLinkSynced)
      if series.contains(period) {
        try report.showLatest(of: series, preferring: period, run: id, reached: reached)
      }
      return run
    } catch {
      guard !swapped else { throw error }
      var error = error
      do {
        try FileSystem.removeTree(report.run(id))
      } catch let cleanup {
        error.cleanupFailure = "\(cleanup)"
      }
      throw error
    }
  }
}

/// The points of publishing between which a process may die; tests stop at each.
enum PublishStep: String, CaseIterable, Codable, Sendable {
  /// Every file is measured and on the disk.
  case filesSynced
  /// `datapackage.json` is written.
  case manifestWritten
  /// The manifest is on the disk.
  case manifestSynced
  /// The lock file is gone from the folder, and the folder is on the disk.
  case folderSynced
  /// The folder has its final name.
  case folderRenamed
  /// That name is on the disk.
  case runsSynced
  /// The new period link exists under a temporary name.
  case periodLinkMade
  /// The period link shows the new run.
  case periodLinkSwapped
  /// That is on the disk.
  case periodLinkSynced
  /// The new latest link exists under a temporary name.
  case latestLinkMade
  /// The latest link shows the period that ends last.
  case latestLinkSwapped
  /// That is on the disk.
  case latestLinkSynced
}
