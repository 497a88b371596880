import Foundation

/// The programs of an installed PostgreSQL server.
package struct ServerBinaries: Sendable, Equatable {
  /// The folder with `initdb`, `postgres` and the other server programs.
  package let folder: String

  /// The programs in a folder that the caller knows.
  package init(folder: String) {
    self.folder = folder
  }

  /// The path of `initdb`.
  package var initdb: String { folder + "/initdb" }
  /// The path of `postgres`.
  package var postgres: String { folder + "/postgres" }
  /// `pg_basebackup`: beside `initdb`, or where a link to that leads, or else by its name alone.
  package var basebackup: String {
    let resolved = URL(fileURLWithPath: initdb).resolvingSymlinksInPath()
    let folders = [folder, resolved.deletingLastPathComponent().path]
    let found = folders.map { $0 + "/pg_basebackup" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return found ?? "pg_basebackup"
  }

  /// Looks in `PATH`, then in Debian's folders, newest version first, then asks `pg_config`.
  ///
  /// Throws ``EmbeddedClusterError`` if no server is installed.
  package static func find() throws(EmbeddedClusterError) -> ServerBinaries {
    for folder in searchPath() + debianFolders() where isServer(folder) {
      return ServerBinaries(folder: folder)
    }
    if let folder = configuredFolder(), isServer(folder) { return ServerBinaries(folder: folder) }
    throw EmbeddedClusterError(
      "no PostgreSQL server is installed here; on Debian or Ubuntu: apt-get install postgresql")
  }

  private static func isServer(_ folder: String) -> Bool {
    let files = FileManager.default
    return files.isExecutableFile(atPath: folder + "/initdb")
      && files.isExecutableFile(atPath: folder + "/postgres")
  }

  private static func searchPath() -> [String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map(String.init)
  }

  private static func debianFolders() -> [String] {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let newestFirst = versions.sorted { (Double($0) ?? 0) > (Double($1) ?? 0) }
    return newestFirst.map { "\(root)/\($0)/bin" }
  }

  private static func configuredFolder() -> String? {
    let command = Process()
    command.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    command.arguments = ["pg_config", "--bindir"]
    let output = Pipe()
    command.standardOutput = output
    command.standardError = FileHandle.nullDevice
    guard (try? command.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    command.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }
}
