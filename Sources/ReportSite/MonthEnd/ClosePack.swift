import Crypto
import Foundation
import PublishedTables
import Publishing
import Reports
import Spreadsheet
import Values

/// The files of a month end in one archive, with their manifests and a list of hashes: what an auditor
/// is given.
struct ClosePack {
  let monthEnd: MonthEnd

  /// The archive's name, and that of the folder in it.
  var name: String { "close-pack-\(monthEnd.month.name)" }

  /// A published file is not what its manifest says any more.
  struct DamagedFile: Error {}

  private static let piece = 1 << 18

  /// Writes the archive into a file that is gone from its folder as soon as it is open.
  func file() throws -> FileHandle {
    // On a disk, where the folder of short files may be in memory.
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
    let path =
      (folder.isEmpty ? "/var/tmp" : folder) + "/inventory-reports-\(UUID().uuidString).zip"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write(to: path)
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    return file
  }

  private func write(to path: String) throws {
    var archive = try FileArchive(path: path)
    var hashes = ""
    for part in MonthEnd.Part.allCases {
      guard let run = monthEnd.runs[part] else { continue }
      for resource in run.package.resources {
        let hash = try add(resource, of: run, part, to: &archive)
        guard resource.hash == "sha256:\(hash)" else { throw DamagedFile() }
        hashes += "\(hash)  \(part.rawValue)/\(resource.path)\n"
      }
      let manifest = try Data(
        contentsOf: URL(fileURLWithPath: "\(run.folder)/\(DataPackage.fileName)"))
      let entry = "\(part.rawValue)/\(DataPackage.fileName)"
      var rest = Array(manifest)
      try archive.add("\(name)/\(entry)") {
        defer { rest = [] }
        return rest
      }
      hashes += "\(Self.text(SHA256.hash(data: manifest)))  \(entry)\n"
    }
    try archive.add("\(name)/SHA256SUMS", text: hashes)
    try archive.add("\(name)/README.txt", text: readMe)
    try archive.finish()
  }

  /// Adds a file of a run and gives the hash of what was read.
  private func add(
    _ resource: DataResource, of run: PublishedRun, _ part: MonthEnd.Part,
    to archive: inout FileArchive
  ) throws -> String {
    let file = try PublishedFile(resource, of: run)
    var hasher = SHA256()
    var buffer = [UInt8](repeating: 0, count: Self.piece)
    var place = 0
    try archive.add("\(name)/\(part.rawValue)/\(resource.path)") {
      let count = try file.read(into: &buffer, at: place)
      place += count
      let piece = Array(buffer[..<count])
      hasher.update(data: piece)
      return piece
    }
    return Self.text(hasher.finalize())
  }

  private static func text(_ digest: some Digest) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// What the archive is, for whoever opens it years later.
  private var readMe: String {
    var text = """
      Close pack of \(monthEnd.month.name) (\(monthEnd.month.first) to \(monthEnd.month.end))


      """
    for part in MonthEnd.Part.allCases {
      guard let run = monthEnd.runs[part] else {
        text += "\(part.rawValue): not published for this month\n"
        continue
      }
      let facts = run.facts
      text += "\(part.rawValue): run \(run.id), data as of \(facts.asOf.text), published"
      text += " \(facts.finished.text)"
      if let reissue = facts.reissue { text += ", issued again: \(reissue.reason)" }
      text += "\n"
    }
    text += """

      Each folder has the files of a run as they were published, and datapackage.json, which says what
      every column means, which checks were made, and where the data were read.
      To prove that no file was changed, in the folder of SHA256SUMS:  sha256sum -c SHA256SUMS

      """
    return text
  }
}
