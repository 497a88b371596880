import Foundation
import Testing

/// The real program, serving what a workplace has published, until it is let go.
final class ServedSite {
  /// Where it is.
  private(set) var address = ""
  private let process = Process()
  private let output = Pipe()
  private var said = ""

  /// Starts it on a free port, and waits until it listens.
  init(_ place: Workplace) throws {
    process.executableURL = URL(fileURLWithPath: try Program.inventoryReports.get())
    process.arguments = ["serve", "--listen", "127.0.0.1:0", "--output", place.output]
    process.currentDirectoryURL = URL(fileURLWithPath: place.folder)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": place.folder]
      .merging(place.environment) { $1 }
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    try process.run()
    address = try String(next(/Inventory reports are at (\S+)/).1)
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// A link that lets one browser sign in; the first is written at the start.
  func signInLink() throws -> String {
    try String(next(/(http\S+token=\S+)\n/).1)
  }

  /// The next text of a form in what the program writes, which is then behind us.
  private func next<Match>(_ form: Regex<Match>) throws -> Match {
    while true {
      if let match = said.firstMatch(of: form) {
        said = String(said[match.range.upperBound...])
        return match.output
      }
      let piece = output.fileHandleForReading.availableData
      guard !piece.isEmpty else { throw CannotGoOn("the site ended: \(said)") }
      said += String(decoding: piece, as: UTF8.self)
    }
  }
}
