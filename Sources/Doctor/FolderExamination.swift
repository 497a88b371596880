import Foundation

/// Looks at a folder that is written to: whether it is there or can be made, the rights, the space.
///
/// Nothing is written.
package struct FolderExamination {
  /// Less free space than this is worth a word.
  private static let comfortable: Int64 = 1 << 30
  /// Less than this, and a run may end with a full disk.
  private static let least: Int64 = 64 << 20

  private let name: String
  private let path: String
  private let setting: String

  /// An examination of the folder `path`, which `setting` names.
  package init(_ name: String, path: String, setting: String) {
    self.name = name
    self.path = path
    self.setting = setting
  }

  package func diagnosis() -> Diagnosis {
    let files = FileManager.default
    let absolute = path.hasPrefix("/") ? path : files.currentDirectoryPath + "/" + path
    var place = URL(fileURLWithPath: absolute).standardizedFileURL
    let exists = files.fileExists(atPath: place.path)
    // The nearest folder above that is there: in it the others are made.
    while !files.fileExists(atPath: place.path), place.path != "/" {
      place.deleteLastPathComponent()
    }
    let target = place.resolvingSymlinksInPath().path
    let type = (try? files.attributesOfItem(atPath: target))?[.type] as? FileAttributeType
    guard type == .typeDirectory else {
      return found(
        .fail, "\(place.path) is a file, not a folder", remedy: "Name a folder in \(setting).")
    }
    guard files.isWritableFile(atPath: place.path), files.isExecutableFile(atPath: place.path)
    else {
      return found(
        .fail,
        exists
          ? "\(path) cannot be written to by this user, or its disk is read only"
          : "\(path) does not exist and cannot be made in \(place.path)",
        remedy: "Run as the user that owns \(place.path), give it the right to write there, or name"
          + " another folder in \(setting).")
    }
    let state = exists ? "\(path) can be written to" : "\(path) will be made in \(place.path)"
    guard
      let free = (try? files.attributesOfFileSystem(forPath: place.path))?[.systemFreeSize]
        as? NSNumber
    else { return found(.warn, "\(state); the free space is not known") }
    let text = "\(state), \(Self.size(free.int64Value)) free"
    guard free.int64Value < Self.comfortable else { return found(.pass, text) }
    return found(
      free.int64Value < Self.least ? .fail : .warn, text,
      remedy: "Make room on that disk: a run that finds it full publishes nothing.")
  }

  private func found(
    _ status: Diagnosis.Status, _ detail: String, remedy: String? = nil
  ) -> Diagnosis {
    Diagnosis("folders", name, status, detail, remedy: remedy.map { [$0] } ?? [])
  }

  private static func size(_ bytes: Int64) -> String {
    let units = [("GB", Int64(1) << 30), ("MB", Int64(1) << 20)]
    for (unit, size) in units where bytes >= size { return "\(bytes / size) \(unit)" }
    return "\(bytes >> 10) kB"
  }
}
