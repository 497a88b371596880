import Foundation
import Glibc

/// Where the summary of a ledger lies: one file, which is replaced as a whole.
public struct SummaryFolder: Hashable, Sendable {
  /// The folder.
  public let path: String
  private let name: String

  /// The place of the summary of one database of one cluster.
  public init(_ path: String, system: UInt64, database: UInt64) {
    self.path = path
    name = "\(system)-\(database)"
  }

  /// The file that is read.
  public var file: String { "\(path)/\(name).summary" }

  /// Makes the folder, and removes what runs that were killed left in it.
  func make() throws {
    // For this user alone, as all of the state.
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let dayAgo = Date(timeIntervalSinceNow: -86_400)
    for name in try FileManager.default.contentsOfDirectory(atPath: path)
    where name.hasSuffix(Self.unfinished) {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      guard let changed = attributes?[.modificationDate] as? Date, changed < dayAgo else {
        continue
      }
      try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  private static let unfinished = ".unfinished"

  /// A name for a new file, that no other run has.
  func newPath() -> String { "\(path)/\(name).\(UUID().uuidString)\(Self.unfinished)" }

  /// Shows a finished file in place of the former one, in one step.
  func show(_ newPath: String) throws {
    guard unsafe Glibc.rename(newPath, file) == 0 else {
      let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
      throw SummaryDoubt("\(file) cannot be replaced: \(reason)")
    }
    // Without the folder's own sync a power cut may bring the former file back, which is right too.
  }

  /// Throws the summary away.
  public func remove() {
    try? FileManager.default.removeItem(atPath: file)
  }
}
