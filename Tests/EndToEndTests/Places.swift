import Foundation
import Reports

/// Where things lie in the repository.
enum Places {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let reports = repository + "/reports"
  static let reference = repository + "/Tests/Reference"

  /// The definitions of the repository.
  static let catalogue = Result { try ReportCatalogue.load(folder: reports) }
}

/// Lends an empty folder and removes it at the end.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "end-to-end-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// The same for what waits.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = NSTemporaryDirectory() + "end-to-end-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// A test cannot go on; says why.
struct CannotGoOn: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
