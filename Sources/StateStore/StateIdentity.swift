import GRDB

/// Which state a database is, and how far it has come.
struct StateIdentity {
  /// Its id, which its copies have too.
  var id: String
  /// Grows with each change, and never shrinks.
  var entries: Int64

  init(_ database: Database) throws {
    guard
      let row = try Row.fetchOne(database, sql: "SELECT id, entries FROM state_identity")
    else {
      throw StateError(.damaged, path: "", reason: "it has no identity")
    }
    id = row["id"]
    entries = row["entries"]
  }

  /// Notes that a transaction has changed something.
  static func advance(_ database: Database) throws {
    try database.execute(sql: "UPDATE state_identity SET entries = entries + 1")
  }

  /// Notes that a database takes the place of others: it has come farther than each of the same id.
  static func advance(_ database: Database, beyond former: [OutputMark.Owner]) throws {
    let id = try StateIdentity(database).id
    let farthest = former.filter { $0.state == id }.map(\.entries).max() ?? 0
    try database.execute(
      sql: "UPDATE state_identity SET entries = max(entries, ?) + 1", arguments: [farthest])
  }

  /// Gives a database the id of the state that it is a copy of.
  static func set(_ id: String, in database: Database) throws {
    try database.execute(sql: "UPDATE state_identity SET id = ?", arguments: [id])
  }

  /// An id as people see it.
  static func short(_ id: String) -> String { String(id.prefix(8)) }
}
