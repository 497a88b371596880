import Foundation
package import Reports

/// Where things lie in the repository.
package enum Places {
  package static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  package static let reports = repository + "/reports"
  package static let reference = repository + "/Tests/Reference"

  /// The definitions of the repository.
  package static let catalogue = Result { try ReportCatalogue.load(folder: reports) }

  /// Those that are made of the database: what a roll-forward says hangs on what was published before.
  package static let ofDatabase = Result {
    try catalogue.get().filter { $0.name != "roll-forward" }
  }
}

/// A test cannot go on; says why.
package struct CannotGoOn: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
