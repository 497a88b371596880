import Files

/// A file that is being made, for this user alone: while its process lives, no other takes it for left
/// behind.
struct UnfinishedFile: ~Copyable {
  var path: String { file.path }
  private let file: OpenFile<StateError>

  /// Makes an empty file, under a name that nothing has.
  init(_ path: String) throws(StateError) {
    while true {
      let file = try OpenFile<StateError>(path, for: .creatingPrivate)
      // Where there are no locks, nobody takes it.
      _ = try? file.lock(.exclusive, waiting: .seconds(10))
      // A sweep may have come before the lock.
      if file.isNamed {
        self.file = file
        return
      }
    }
  }

  /// Begins anew.
  func clear() throws(StateError) {
    try file.replaceContent([])
  }

  /// Removes a file, with SQLite's journal of it, unless somebody makes it.
  static func removeLeft(_ path: String) {
    guard let file = try? OpenFile<StateError>(path, for: .reading),
      (try? file.lock(.exclusive)) == true
    else { return }
    // Under the lock, so that nobody who makes it takes it for their own meanwhile.
    for suffix in ["-journal", ""] { try? StateFile.remove(path + suffix) }
    extendLifetime(file)
  }
}
