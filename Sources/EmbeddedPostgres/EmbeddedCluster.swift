import Foundation
import Logging
package import Postgres

/// A private PostgreSQL server in a folder of its own, for demonstrations and tests.
///
/// It listens on a socket in that folder only, trusts every user who can enter the folder, and is
/// set for speed: a crash of the machine loses it. It does not outlive its owner, even if the owner
/// is killed, unless ``Options/keep`` asks for it. Started by root, it runs as the user `postgres`.
package final class EmbeddedCluster: Sendable {
  /// The folder with the data, the socket and `server.log`; readable by its owner only.
  package let folder: String
  /// The server programs in use.
  package let binaries: ServerBinaries
  let supervisor: Supervisor
  let options: Options

  /// Creates the cluster if the folder has none yet, starts it, and waits until it answers.
  ///
  /// Takes about a second and blocks. Throws ``EmbeddedClusterError``.
  package static func start(_ options: Options = Options()) throws -> EmbeddedCluster {
    try start(options, following: nil)
  }

  /// Starts a cluster that is a copy of the one whose socket is in a folder, and follows it.
  static func start(_ options: Options, following source: String?) throws -> EmbeddedCluster {
    let cluster = try EmbeddedCluster(options, following: source)
    do {
      try cluster.waitUntilReady()
    } catch {
      cluster.supervisor.stop()
      throw error
    }
    return cluster
  }

  private init(_ options: Options, following source: String?) throws {
    self.options = options
    binaries = try options.binaries ?? ServerBinaries.find()
    let user = try ServerUser.find()
    folder = options.folder ?? Self.freshFolder()
    let socket = folder + "/.s.PGSQL.5432"
    guard folder.hasPrefix("/"), socket.utf8.count <= 107 else {
      throw EmbeddedClusterError(
        "the folder's path must be absolute and shorter than 94 bytes, for the socket: \(folder)")
    }
    try user.makeFolder(folder)
    // Left by a former run of a kept folder; the supervisor writes it when the server has ended.
    try? FileManager.default.removeItem(atPath: folder + "/ended")
    supervisor = try Supervisor(
      user.command + [
        "/bin/sh", "-c", Supervisor.script, "embedded-postgres", binaries.initdb,
        binaries.postgres, folder, options.keep ? "keep" : "remove",
        Self.configuration(options.settings), source ?? "", binaries.basebackup,
      ])
  }

  deinit {
    // Lets go of the supervisor, which then stops the server or, if so asked, leaves it.
    if !options.keep { supervisor.stop() }
  }

  /// Stops the server and, unless the folder is kept, removes it; returns when that is done.
  package func stop() {
    supervisor.stop()
  }

  /// Settings to connect as the superuser to one of the cluster's databases.
  package func settings(
    database: String = "postgres", readOnly: Bool = true
  ) -> ConnectionSettings {
    var settings = ConnectionSettings(
      host: folder, port: 5432, user: "postgres", database: database)
    settings.readOnly = readOnly
    return settings
  }

  /// Creates an empty database; blocks, and throws `PostgresError`.
  package func createDatabase(_ name: String) throws {
    var connection = try PostgresConnection(
      settings(readOnly: false), logger: Logger(label: "embedded-postgres"))
    try connection.execute(
      "CREATE DATABASE \(connection.identifier(name))", name: "create database")
  }

  /// The shell command with which a person can look into a database.
  package func psqlCommand(database: String = "postgres") -> String {
    let words = ["psql", "-h", folder, "-U", "postgres", database]
    return words.map(Self.shellWord).joined(separator: " ")
  }

  /// The shell command with which a person can stop a server that was kept running.
  package var stopCommand: String {
    "kill -INT $(head -n 1 " + Self.shellWord(folder + "/data/postmaster.pid") + ")"
  }

  /// The shell command that does that, and removes its folder.
  package var removeCommand: String {
    "\(stopCommand) && sleep 2 && rm -r \(Self.shellWord(folder))"
  }

  private func waitUntilReady() throws {
    let deadline = ContinuousClock.now + options.startTimeout
    let probe = settings()
    let logger = Logger(label: "embedded-postgres") { _ in SwiftLogNoOpLogHandler() }
    while true {
      if supervisor.hasEnded || FileManager.default.fileExists(atPath: folder + "/ended") {
        let log = logTail()
        let hint = log.isEmpty ? "; can the user that runs it enter \(folder)?" : ""
        throw EmbeddedClusterError("the server did not start" + hint, log: log)
      }
      // Until the socket is there a connect would only fail.
      if FileManager.default.fileExists(atPath: folder + "/.s.PGSQL.5432"),
        (try? PostgresConnection(probe, logger: logger)) != nil
      {
        return
      }
      guard ContinuousClock.now < deadline else {
        throw EmbeddedClusterError(
          "the server did not answer within \(options.startTimeout)", log: logTail())
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  private func logTail() -> [String] {
    guard let log = FileManager.default.contents(atPath: folder + "/server.log") else { return [] }
    return String(decoding: log, as: UTF8.self).split(separator: "\n").suffix(20).map(String.init)
  }

  private static func freshFolder() -> String {
    // Not TMPDIR: it may be long, and closed to the user that the server runs as.
    "/tmp/embedded-postgres-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
  }

  private static func shellWord(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || "/-_.".utf8.contains(byte)
    }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

/// Why a private server could not be had.
package struct EmbeddedClusterError: Error, Sendable, CustomStringConvertible {
  /// What happened, in one line.
  package let message: String
  /// The last lines of the server's log, if there is one.
  package let log: [String]

  init(_ message: String, log: [String] = []) {
    self.message = message
    self.log = log
  }

  /// The message, followed by the log's last lines.
  package var description: String {
    ([message] + log).joined(separator: "\n  ")
  }
}
