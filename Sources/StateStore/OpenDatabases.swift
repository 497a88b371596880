import Synchronization

/// The state databases that this process has open, to be closed at its end.
enum OpenDatabases {
  private struct Entry {
    weak var database: StateDatabase?
  }

  private static let entries = Mutex<[Entry]>([])

  static func note(_ database: StateDatabase) {
    entries.withLock { entries in
      entries.removeAll { $0.database == nil }
      entries.append(Entry(database: database))
    }
  }

  static func all() -> [StateDatabase] {
    entries.withLock { $0.compactMap(\.database) }
  }
}
