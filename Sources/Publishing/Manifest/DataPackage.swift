import Foundation
import Reports
import Values

/// The manifest of a run, `datapackage.json`: a Frictionless Data Package with our own object of
/// facts about the run.
package struct DataPackage: Hashable, Codable, Sendable {
  /// The manifest's name in the run's folder.
  package static let fileName = "datapackage.json"

  package var profile: String
  /// Report and period, in the letters that the specification allows.
  package var name: String
  /// Report and period, for people.
  package var title: String
  /// What the report says and how it counts.
  package var description: String
  /// When the run was finished, RFC 3339 in UTC.
  package var created: String
  package var resources: [DataResource]
  /// What is known of the run.
  package var facts: RunFacts

  private enum CodingKeys: String, CodingKey {
    case profile, name, title, description, created, resources
    case facts = "inventory_reports"
  }

  /// The manifest of a publication whose files were measured.
  init(
    _ publication: Publication, run: RunID, folder: PeriodFolderName,
    digests: [ReportFile: FileDigest]
  ) {
    let definition = publication.context.definition
    profile = "data-package"
    name = DataResource.legalName("\(definition.name)-\(folder)")
    title = "\(definition.title), \(folder)"
    description = definition.description
    created = publication.finished.description
    resources = []
    for file in publication.files {
      guard let digest = digests[file] else { continue }
      var resource = DataResource(file, of: publication, digest: digest)
      let base = resource.name
      var number = 2
      while resources.contains(where: { $0.name == resource.name }) {
        resource.name = "\(base)-\(number)"
        number += 1
      }
      resources.append(resource)
    }
    facts = RunFacts(publication, run: run, folder: folder)
  }
}

extension DataPackage {
  /// Every size and count that the manifest names.
  var counts: [Int] {
    resources.map(\.bytes) + resources.compactMap(\.rows) + facts.rows.values
      + [facts.source.lagMilliseconds, facts.ledger?.recentMovements].compactMap(\.self)
  }
}

extension DataPackage {
  /// The manifest's text: keys sorted, indented, `/` as it is, a line break at the end.
  func json(path: String) throws(PublishingError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw PublishingError(
        cause: .failed, path: path, action: "write", reason: "\(error)")
    }
  }
}
