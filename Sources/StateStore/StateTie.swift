import Files
import Foundation
import GRDB

/// Holds a state that is being opened against the output folder, and the folder against the state.
struct StateTie: Sendable {
  let place: StatePlace
  /// Whether nothing may be written.
  var isLooking = false
  /// Whether this is to be the folder's state, whatever was before.
  var takesOver = false

  /// Throws `StateError` unless the two belong together; gives whether they are tied.
  func hold(_ pool: any DatabaseWriter) throws -> Bool {
    // The mark first: what the state had when it was written, it still has.
    let mark = try OutputMark.read(in: place.output)
    return try pool.read { database in
      let (identity, known) = (try StateIdentity(database), OutputFolders(database: database))
      try expect(identity, known, toBe: mark)
      guard var mark else { return false }
      let isHere = try known.path(of: mark.folder) == place.output
      mark.entries = identity.entries
      return isHere && mark == self.mark(identity, folder: mark.folder)
    }
  }

  /// Throws `StateError` unless the two belong together, and ties them.
  func join(_ pool: any DatabaseWriter) throws {
    try pool.write { database in
      let (identity, known) = (try StateIdentity(database), OutputFolders(database: database))
      // Another process may have come first.
      let mark = try OutputMark.read(in: place.output)
      if !takesOver { try expect(identity, known, toBe: mark) }
      try tie(identity, mark, known)
    }
  }

  /// Brings the mark to how far the state has come, where it is this state's, and makes it where the
  /// output folder has come to be.
  func follow(_ pool: any DatabaseWriter) throws {
    // Another process may write at the same time, and then looks again itself.
    for _ in 1...10 {
      let (identity, known) = try pool.read {
        (try StateIdentity($0), try OutputFolders(database: $0).folder(at: place.output))
      }
      let present = try OutputMark.read(in: place.output)
      if let present {
        guard present.state == identity.id, present.former == nil,
          present.entries < identity.entries
        else { return }
      }
      guard let folder = present?.folder ?? known,
        try mark(identity, folder: folder)
          .write(in: place.output, firmly: false, inPlaceOf: { $0 == present })
      else { return }
      // Another process may have written a mark of less meanwhile, or this one just now.
    }
  }

  /// The mark of the output folder, once the state is tied to it.
  func mark(_ identity: StateIdentity, folder: String) -> OutputMark {
    OutputMark(
      state: identity.id, folder: folder,
      place: URL(fileURLWithPath: place.folder).standardizedFileURL.path,
      entries: identity.entries)
  }

  private func tie(_ identity: StateIdentity, _ mark: OutputMark?, _ known: OutputFolders) throws {
    let output = place.output
    var folder = try mark?.folder ?? known.folder(at: output)
    if let path = try folder.flatMap(known.path), path != output, try isStillThere(folder, path) {
      // A copy of a folder is another one, unless the two paths lead to the same.
      if try StateFile.identity(path) == StateFile.identity(output) { return }
      folder = nil
    }
    let own = folder ?? UUID().uuidString.lowercased()
    try known.place(own, at: output)
    let new = self.mark(identity, folder: own)
    guard new != mark else { return }
    do {
      try new.write(in: output)
    } catch {
      // What may not be written there is reported when a run publishes. Without a mark, what is
      // published may still tell that a state is missing.
      if takesOver { throw error }
    }
  }

  /// Whether the folder still lies where it lay last.
  private func isStillThere(_ folder: String?, _ path: String) throws -> Bool {
    try OutputMark.read(in: path)?.folder == folder
  }

  private func expect(
    _ identity: StateIdentity, _ known: OutputFolders, toBe mark: OutputMark?
  ) throws {
    let (path, output) = ("\(place.folder)/\(StateDatabase.fileName)", place.output)
    guard let mark else {
      // One of an older version, or of an output folder that lost its mark, remembers its runs.
      let isKnown = try known.folder(at: output) != nil || known.isKnown(output)
      guard try isKnown || !place.isPublished() || (known.isBlank() && !place.hasTrace()) else {
        throw StateError(
          .foreign, path: path,
          reason: "it has no record of the reports in \(output)")
      }
      return
    }
    let entries = mark.owners.filter { $0.state == identity.id }.map(\.entries)
    guard let fewest = entries.min() else {
      throw foreign(
        "it is \(StateIdentity.short(identity.id)), and \(output) belongs to"
          + " \(StateIdentity.short(mark.state)) in \(mark.place)", mark)
    }
    guard identity.entries >= fewest else {
      throw foreign(
        "it is an older copy: it has \(identity.entries) entries, and had"
          + " \(fewest) at the last change of \(output)", mark)
    }
  }

  private func foreign(_ reason: String, _ mark: OutputMark) -> StateError {
    var error = StateError(
      .foreign, path: "\(place.folder)/\(StateDatabase.fileName)", reason: reason)
    error.copy = place.copies.of(mark.state).first
    return error
  }
}
