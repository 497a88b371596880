import Synchronization

/// How much memory the columns of one piece of work may hold together, and where the rest goes.
///
/// A column that would grow beyond the limit moves to a file, whole, and stays there. Where a file
/// cannot be had, as on a full disk, the columns stay in memory, and `usage` says so: rather a run
/// that needs more memory than one that ends.
public final class MemoryBudget: Sendable {
  /// No limit.
  public static let unlimited = MemoryBudget(limit: .max, folder: "")

  /// What the columns hold now.
  public struct Usage: Hashable, Sendable {
    /// Bytes in memory.
    public var inMemory = 0
    /// Bytes in files.
    public var inFiles = 0
    /// How often a column was copied, since two shared it and one of them was changed.
    public var copies = 0
    /// Why columns stay in memory beyond the limit; nil while they do not.
    public var problem: String?
  }

  /// In bytes.
  public let limit: Int
  /// The folder of the files, which should lie on a disk.
  public let folder: String
  private let state = Mutex(Usage())

  /// A limit in bytes, and a folder for what is beyond.
  public init(limit: Int, folder: String) {
    self.limit = limit
    self.folder = folder
  }

  /// What the columns hold now.
  public var usage: Usage { state.withLock { $0 } }

  /// Whether memory may hold more bytes: within the limit, or because there is no other place.
  func hasRoom(for bytes: Int) -> Bool {
    state.withLock { $0.problem != nil || bytes <= limit - $0.inMemory }
  }

  /// Counts bytes that are in memory now, or with a negative number no longer.
  func count(inMemory bytes: Int) {
    state.withLock { $0.inMemory += bytes }
  }

  /// Counts bytes that are in files now, or with a negative number no longer.
  func count(inFiles bytes: Int) {
    state.withLock { $0.inFiles += bytes }
  }

  /// Counts a column that was copied.
  func countCopy() {
    state.withLock { $0.copies += 1 }
  }

  /// Lets columns stay in memory from now on.
  func giveUp(_ error: ColumnFileError) {
    state.withLock { usage in
      if usage.problem == nil { usage.problem = "\(folder): \(error.reason)" }
    }
  }
}
