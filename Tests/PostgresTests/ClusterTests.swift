import EmbeddedPostgres
import Foundation
import Postgres
import Testing

@Suite struct ClusterTests {
  /// The command lines and states of the processes that name a folder or are our dead children.
  private func processes(naming folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { Int($0) != nil }.compactMap { pid in
      guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
        return nil
      }
      let line = String(decoding: bytes, as: UTF8.self)
      return line.contains(folder) ? line : nil
    }
  }

  private func waitUntil(_ seconds: Double = 10, _ isTrue: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isTrue() {
      guard ContinuousClock.now < deadline else { return false }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return true
  }

  private func serverPID(_ folder: String) throws -> pid_t {
    let text = try String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
    return pid_t(text.prefix { $0.isNumber }) ?? 0
  }

  private func exists(_ folder: String) -> Bool { FileManager.default.fileExists(atPath: folder) }

  @Test func `a stopped cluster leaves no process and no folder`() throws {
    let cluster = try EmbeddedCluster.start()
    let attributes = try FileManager.default.attributesOfItem(atPath: cluster.folder)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    try cluster.createDatabase("shop \"1\"")
    let settings = cluster.settings(database: "shop \"1\"", readOnly: false)
    var connection = try connect(settings)
    try connection.execute("CREATE TABLE t (a int)", name: "table")
    expectEqual(
      try connection.rows("SHOW listen_addresses; SHOW fsync", name: "show"), [[""], ["off"]])
    #expect(cluster.psqlCommand(database: "a b") == "psql -h \(cluster.folder) -U postgres 'a b'")
    cluster.stop()
    cluster.stop()
    #expect(!exists(cluster.folder))
    #expect(processes(naming: cluster.folder) == [])
    let error = try postgresError { _ = try connect(settings) }
    #expect(error.reason == .unreachable)
  }

  @Test func `the server is in a session of its own`() throws {
    let cluster = try TestCluster.shared.get()
    let server = try serverPID(cluster.folder)
    #expect(getsid(server) != getsid(0))
    #expect(getpgid(server) != getpgid(0))
  }

  @Test func `a killed owner leaves no process and no folder`() throws {
    let owner = try ClusterOwner()
    #expect(!processes(naming: owner.folder).isEmpty)
    owner.kill()
    #expect(waitUntil { !exists(owner.folder) })
    #expect(waitUntil { processes(naming: owner.folder) == [] })
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
  func `a plain user can own a cluster, and be killed`() throws {
    let owner = try ClusterOwner(asUser: 65534)
    let attributes = try FileManager.default.attributesOfItem(atPath: owner.folder)
    #expect(attributes[.ownerAccountID] as? Int == 65534)
    owner.kill()
    #expect(waitUntil { !exists(owner.folder) })
    #expect(waitUntil { processes(naming: owner.folder) == [] })
  }

  @Test func `a kept cluster outlives its killed owner`() throws {
    let owner = try ClusterOwner(keep: true)
    owner.kill()
    Thread.sleep(forTimeInterval: 0.5)
    let settings = ConnectionSettings(
      host: owner.folder, port: 5432, user: "postgres", database: "postgres")
    var connection = try connect(settings)
    expectEqual(try connection.rows("SELECT 1", name: "one"), [["1"]])
    kill(try serverPID(owner.folder), SIGINT)
    #expect(waitUntil { processes(naming: owner.folder) == [] })
    #expect(exists(owner.folder))
    try FileManager.default.removeItem(atPath: owner.folder)
  }

  @Test func `a kept folder is used again`() throws {
    var options = EmbeddedCluster.Options()
    options.keep = true
    var cluster = try EmbeddedCluster.start(options)
    defer { try? FileManager.default.removeItem(atPath: cluster.folder) }
    do {
      try cluster.createDatabase("kept")
      cluster.stop()
    }
    #expect(processes(naming: cluster.folder) == [])
    options.folder = cluster.folder
    cluster = try EmbeddedCluster.start(options)
    _ = try connect(cluster.settings(database: "kept"))
    cluster.stop()
    #expect(processes(naming: cluster.folder) == [])
  }

  @Test func `a failed start tells the log and leaves nothing`() throws {
    var options = EmbeddedCluster.Options()
    options.folder = "/tmp/failed-start-\(UInt32.random(in: 0...UInt32.max))"
    options.settings["shared_buffers"] = "it's nonsense"
    var error = #expect(throws: EmbeddedClusterError.self) { try EmbeddedCluster.start(options) }
    #expect(error?.log.contains { $0.contains("shared_buffers") } == true)
    #expect(!exists(options.folder ?? ""))

    options.binaries = ServerBinaries(folder: "/nowhere")
    error = #expect(throws: EmbeddedClusterError.self) { try EmbeddedCluster.start(options) }
    #expect(error?.log.contains { $0.contains("/nowhere/initdb") } == true)
    #expect(!exists(options.folder ?? ""))

    options.folder = "/usr/share"
    error = #expect(throws: EmbeddedClusterError.self) { try EmbeddedCluster.start(options) }
    #expect(error?.message.contains("something other") == true)

    options.folder = "/tmp/" + String(repeating: "long", count: 30)
    error = #expect(throws: EmbeddedClusterError.self) { try EmbeddedCluster.start(options) }
    #expect(error?.message.contains("94 bytes") == true)
    #expect(!exists(options.folder ?? ""))
  }
}
