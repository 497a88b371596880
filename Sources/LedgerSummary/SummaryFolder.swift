import Files
import Foundation

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
    try FileSystem<SummaryDoubt>.makePrivateFolder(path)
    for file in FileSystem<SummaryDoubt>.leftBehind(in: path, ending: Self.unfinished) {
      try? FileSystem<SummaryDoubt>.remove(file)
    }
  }

  private static let unfinished = ".unfinished"

  /// A name for a new file, that no other run has.
  func newPath() -> String { "\(path)/\(name).\(UUID().uuidString)\(Self.unfinished)" }

  /// Shows a finished file in place of the former one, in one step.
  func show(_ newPath: String) throws {
    try FileSystem<SummaryDoubt>.rename(newPath, to: file)
    // Without the folder's own sync a power cut may bring the former file back, which is right too.
  }

  /// Throws the summary away.
  public func remove() {
    try? FileSystem<SummaryDoubt>.remove(file)
  }
}
