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

/// A test cannot go on; says why.
struct CannotGoOn: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
