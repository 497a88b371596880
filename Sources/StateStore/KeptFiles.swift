import Files
import Foundation

/// Files in the state folder that are written once, whole, and never changed.
package struct KeptFiles: Sendable {
  private let folder: String

  /// The files in a folder of this name beside the state database.
  package init(_ state: StateDatabase, folder name: StateName) {
    folder =
      URL(filePath: state.path).deletingLastPathComponent().appending(path: name.rawValue).path
  }

  /// A path at which nothing is, for a file that is not complete; makes the folder.
  package func unfinishedPath() throws(StateError) -> String {
    try StateFile.makePrivateFolder(folder)
    return "\(folder)/.\(UUID().uuidString).unfinished"
  }

  /// Brings a complete file to the disk and gives it its name; one of that name is replaced.
  package func keep(_ unfinished: String, as name: String) throws(StateError) {
    StateFile.restrict(unfinished, to: 0o600)
    try StateFile.sync(unfinished)
    try StateFile.rename(unfinished, to: "\(folder)/\(name)")
    // The names in a folder are on the disk once the folder is.
    try StateFile.sync(folder)
  }

  /// Removes a file that will not be kept.
  package func discard(_ unfinished: String) {
    try? FileManager.default.removeItem(atPath: unfinished)
  }

  /// What a file holds.
  ///
  /// Throws `StateError`: the file is not there or cannot be read.
  package func contents(of name: String) throws(StateError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
      throw StateError(
        .damaged, path: "\(folder)/\(name)", reason: "the file is missing or cannot be read")
    }
    return Array(data)
  }
}
