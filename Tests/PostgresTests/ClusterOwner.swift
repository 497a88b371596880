import EmbeddedPostgres
import Foundation
import Testing

/// Another process that owns a cluster: this test program again, running only `OwnerProcess`.
final class ClusterOwner {
  /// Where the owner says what it started.
  static let variable = "EMBEDDED_POSTGRES_TEST_OWNER"
  private let process = Process()
  /// The folder of the owner's cluster.
  let folder: String

  /// Starts the owner and waits until its cluster runs.
  init(keep: Bool = false, asUser user: Int? = nil) throws {
    let note = "/tmp/cluster-owner-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(atPath: note, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: note)
    defer { try? FileManager.default.removeItem(atPath: note) }
    var words = [
      try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      "--filter", "OwnerProcess", "--testing-library", "swift-testing",
    ]
    if let user {
      words = ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"] + words
    }
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(
      [Self.variable: note + "/folder", "KEEP": keep ? "yes" : "no", "HOME": "/tmp"]
    ) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = ContinuousClock.now + .seconds(30)
    while !FileManager.default.fileExists(atPath: note + "/folder") {
      guard process.isRunning, .now < deadline else { throw Stop() }
      Thread.sleep(forTimeInterval: 0.02)
    }
    folder = try String(contentsOfFile: note + "/folder", encoding: .utf8)
  }

  /// Kills the owner as nothing can be caught, and waits for its death.
  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

@Suite(.enabled(if: ProcessInfo.processInfo.environment[ClusterOwner.variable] != nil))
struct OwnerProcess {
  @Test func `owns a cluster until it is killed`() throws {
    let environment = ProcessInfo.processInfo.environment
    var options = EmbeddedCluster.Options()
    options.keep = environment["KEEP"] == "yes"
    let cluster = try EmbeddedCluster.start(options)
    try cluster.folder.write(
      toFile: environment[ClusterOwner.variable] ?? "", atomically: true, encoding: .utf8)
    Thread.sleep(forTimeInterval: 60)
    cluster.stop()
  }
}
