/// A published run that another report adds up.
package struct InputFacts: Hashable, Codable, Sendable {
  package var report: String
  /// The name of the period that showed it.
  package var periodFolder: String
  package var runID: String
  /// The hash of its manifest, which has those of its files, as `sha256:...`.
  package var manifestHash: String

  private enum CodingKeys: String, CodingKey {
    case report
    case periodFolder = "period_folder"
    case runID = "run_id"
    case manifestHash = "manifest_hash"
  }

  /// A run, by its manifest as it is now.
  ///
  /// Throws `PublishingError` when that cannot be read.
  package init(_ run: PublishedRun) throws(PublishingError) {
    report = run.facts.report
    periodFolder = run.facts.periodFolder
    runID = run.id.text
    manifestHash = try FileDigest("\(run.folder)/\(DataPackage.fileName)").hash
  }
}
