/// What was found when one thing was looked at.
package struct Diagnosis: Sendable, Hashable {
  /// How it stands with the thing.
  package enum Status: String, Sendable {
    /// It is as it should be.
    case pass
    /// Reports are made, but something is not as it should be.
    case warn
    /// Reports cannot be made, or not in this way.
    case fail
  }

  /// What the thing belongs to, such as a server.
  package var area: String
  package var name: String
  /// How it stands with it.
  package var status: Status
  /// What was found, in one log-safe line.
  package var detail: String
  /// What to do, a line each; empty when nothing needs to be done.
  package var remedy: [String]
  /// What of it is to be copied as it stands, a line each.
  package var statements: [String]

  /// What was found, and what to do.
  package init(
    _ area: String, _ name: String, _ status: Status, _ detail: String, remedy: [String] = [],
    statements: [String] = []
  ) {
    self.area = area
    self.name = name
    self.status = status
    self.detail = detail
    self.remedy = remedy
    self.statements = statements
  }
}
