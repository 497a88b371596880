import Foundation

/// Where the valuations lie that were made for a request, each in a folder of its own, for as long as
/// they are given again; there is a limit to what they take on the disk.
struct ValuationFolder: Sendable {
  /// The folder of all of them.
  let path: String
  /// How many bytes they may take together; the newest stays in any case.
  var most = 2 << 30
  /// How old one may be.
  var oldest = Duration.seconds(3_600)

  /// The path of a new one, which sorts after those that were made before.
  func place(at now: Date = .now) -> String {
    let number = String(Int64(now.timeIntervalSince1970 * 1_000_000))
    let zeros = String(repeating: "0", count: max(0, 20 - number.count))
    return "\(path)/\(zeros)\(number)-\(UUID().uuidString.prefix(8))"
  }

  /// Removes what is too old or too much, the oldest first, and gives the paths that are gone.
  @discardableResult
  func sweep(at now: Date = .now) throws -> [String] {
    let files = FileManager.default
    guard let names = try? files.contentsOfDirectory(atPath: path) else { return [] }
    var bytes = 0
    var gone: [String] = []
    for (place, name) in names.sorted().reversed().enumerated() {
      let folder = "\(path)/\(name)"
      bytes += size(of: folder)
      // What has no time for its name is none of these, and nobody uses it.
      let made = Double(name.prefix { $0 != "-" }).map { $0 / 1_000_000 } ?? 0
      let isOld = now.timeIntervalSince1970 - made > oldest / .seconds(1)
      guard isOld || bytes > most && place > 0 else { continue }
      do {
        try files.removeItem(atPath: folder)
      } catch CocoaError.fileNoSuchFile {
        // Another sweep was faster.
      }
      gone.append(folder)
    }
    return gone
  }

  private func size(of folder: String) -> Int {
    guard let found = FileManager.default.enumerator(atPath: folder) else { return 0 }
    var bytes = 0
    while found.nextObject() != nil {
      // A link counts as itself, not once more as what it leads to.
      bytes += (found.fileAttributes?[.size] as? NSNumber)?.intValue ?? 0
    }
    return bytes
  }
}
