import Foundation
import GRDB

/// The output folders that a state has seen, in one transaction.
///
/// What is remembered of a folder is found by its path. A folder that lies elsewhere now takes it
/// along.
struct OutputFolders {
  let database: Database

  /// Where a folder lay last; nil when it was never seen.
  func path(of folder: String) throws -> String? {
    try String.fetchOne(
      database, sql: "SELECT path FROM output_folder WHERE id = ?", arguments: [folder])
  }

  /// The folder that was seen at a path last.
  func folder(at path: String) throws -> String? {
    try String.fetchOne(
      database, sql: "SELECT id FROM output_folder WHERE path = ?", arguments: [path])
  }

  /// Whether anything is remembered of what is published at a path.
  func isKnown(_ path: String) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM run WHERE output = :path)
          OR EXISTS (SELECT 1 FROM review_books WHERE output = :path)
        """, arguments: ["path": path]) ?? false
  }

  /// Whether nothing is remembered of any folder, as in a state that was made just now.
  func isBlank() throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT entries = 0 AND NOT EXISTS (SELECT 1 FROM run)
          AND NOT EXISTS (SELECT 1 FROM output_folder)
          AND NOT EXISTS (SELECT 1 FROM price_catalogue) FROM state_identity
        """) ?? false
  }

  /// Notes that a folder lies at a path; what is remembered of it comes along.
  ///
  /// What another folder left there stays that folder's, and is found again when it comes back.
  func place(_ folder: String, at path: String) throws {
    let former = try self.path(of: folder)
    guard former != path else { return }
    let other = try self.folder(at: path)
    if other != nil || former != nil {
      try rename(path, to: "folder \(other ?? UUID().uuidString.lowercased())")
    }
    if let former { return try rename(former, to: path) }
    try database.execute(
      sql: "INSERT INTO output_folder (id, path) VALUES (?, ?)", arguments: [folder, path])
  }

  private func rename(_ path: String, to newPath: String) throws {
    for (table, column) in [
      ("run", "output"), ("review_books", "output"), ("output_folder", "path"),
    ] {
      try database.execute(
        sql: "UPDATE \(table) SET \(column) = ? WHERE \(column) = ?", arguments: [newPath, path])
    }
  }
}
