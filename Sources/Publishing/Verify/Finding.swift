/// Something published that is not as its manifest or the layout says.
package struct Finding: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// A run's folder has no readable `datapackage.json`.
    case unreadableManifest
    /// The manifest is another run's, another report's or another period's.
    case foreignManifest
    /// A listed file is not there.
    case missing
    /// A listed file cannot be read.
    case unreadable
    /// A file of 0 bytes that should have more.
    case empty
    /// A file of another size.
    case wrongSize
    /// A file of the right size and other content.
    case wrongHash
    /// A CSV file with another number of records.
    case wrongRows
    /// A file that the manifest does not list.
    case unlisted
    /// A link to nothing.
    case brokenLink
    /// A link to something that is not a run of this report, or no link where one should be.
    case wrongLink
    /// `latest` is missing or does not show the period of the schedule that ends last.
    case wrongLatest
    /// The newest period of a report is without one of its editions.
    case missingEdition
    /// Nothing wrong: this user may not hold off a run that publishes.
    case notHeldOff
  }

  package var kind: Kind
  /// The file, folder or link.
  package var path: String
  /// What was expected and what was found.
  package var detail: String

  package init(kind: Kind, path: String, detail: String) {
    self.kind = kind
    self.path = path
    self.detail = detail
  }
}

extension Finding: CustomStringConvertible {
  /// One line: path and what differs.
  package var description: String { "\(path): \(detail)" }
}
