import Files
import Foundation
package import Reports

/// A run that was published, read back from its manifest.
package struct PublishedRun: Hashable, Sendable {
  package let id: RunID
  /// The run's folder, or the link by which it was found.
  package let folder: String
  /// The manifest.
  package private(set) var package: DataPackage

  /// What is known of the run.
  package var facts: RunFacts { package.facts }

  /// The name it was published under.
  package var periodFolder: PeriodFolderName? { PeriodFolderName(facts.periodFolder) }

  /// The path of one of its files.
  package func path(of resource: DataResource) -> String { "\(folder)/\(resource.path)" }

  /// Reads the manifest in a run's folder or behind a link to one.
  ///
  /// Throws `unreadableManifest` when there is none, when it is not one of ours, or when it names a
  /// file that is not in the folder itself; another cause when the system refuses to read it.
  package init(folder: String) throws(PublishingError) {
    let path = "\(folder)/\(DataPackage.fileName)"
    func unreadable(_ reason: String) -> PublishingError {
      PublishingError(cause: .unreadableManifest, path: path, action: "read", reason: reason)
    }
    let bytes: [UInt8]
    do {
      bytes = try OpenFile(path, for: .reading).readAll()
    } catch  where error.cause == .noSuchFolder {
      throw unreadable(error.reason)
    }
    do {
      package = try JSONDecoder().decode(DataPackage.self, from: Data(bytes))
    } catch {
      throw unreadable(Self.reason(error))
    }
    guard let id = RunID(package.facts.runID) else { throw unreadable("its run id is invalid") }
    guard package.counts.allSatisfy({ $0.magnitude < 1 << 50 }) else {
      throw unreadable("a count in it is invalid")
    }
    for resource in package.resources where !ReportFolder.isPlain(resource.path) {
      throw unreadable("it names the file \(resource.path)")
    }
    self.id = id
    self.folder = folder
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    let context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(error)")
      }
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
  }
}

extension PublishedRun {
  /// Lets the columns of equal tables be kept in memory once for many runs.
  package mutating func shareSchemas(_ known: inout Set<TableSchema>) {
    for index in package.resources.indices {
      guard let schema = package.resources[index].schema else { continue }
      package.resources[index].schema = known.insert(schema).memberAfterInsert
    }
  }
}

extension PublishedRun {
  /// Whether each file that the run lists is there, at its size.
  package var isWhole: Bool {
    package.resources.allSatisfy { resource in
      guard let kind = try? FileSystem.kind(of: path(of: resource)) else { return false }
      return kind == .file(bytes: resource.bytes)
    }
  }

  /// The formats that the run has.
  package var formats: Set<ReportFormat> {
    Set(
      package.resources.compactMap { $0.isForExcel ? .csvExcel : ReportFormat(rawValue: $0.format) }
    )
  }
}

extension PublishedRun {
  /// Reads one of the run's files through and holds it against its manifest.
  ///
  /// Throws `PublishingError` when it differs, or cannot be read.
  package func verify(_ resource: DataResource) throws(PublishingError) {
    let digest = try FileDigest(path(of: resource))
    guard digest.bytes == resource.bytes, digest.hash == resource.hash else {
      throw PublishingError(
        cause: .failed, path: path(of: resource), action: "read",
        reason: "it is not the file that its manifest names")
    }
  }
}
