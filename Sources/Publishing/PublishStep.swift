/// The points of publishing between which a process may die; tests stop at each.
enum PublishStep: String, CaseIterable, Codable, Sendable {
  /// Every file is measured and on the disk.
  case filesSynced
  /// `datapackage.json` is written.
  case manifestWritten
  /// The manifest is on the disk.
  case manifestSynced
  /// The lock file is gone from the folder, and the folder is on the disk.
  case folderSynced
  /// The folder has its final name.
  case folderRenamed
  /// That name is on the disk.
  case runsSynced
  /// The new period link exists under a temporary name.
  case periodLinkMade
  /// The period link shows the new run.
  case periodLinkSwapped
  /// That is on the disk.
  case periodLinkSynced
  /// The new latest link exists under a temporary name.
  case latestLinkMade
  /// The latest link shows the period that ends last.
  case latestLinkSwapped
  /// That is on the disk.
  case latestLinkSynced
}
