import EmbeddedPostgres
import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite struct ConnectTests {
  /// A port on which nothing listens, and one that accepts and never answers.
  private func listener() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length) | getsockname(descriptor, $0, &length)
      }
    }
    guard code == 0, listen(descriptor, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private func refusedPort() throws -> Int {
    let (descriptor, port) = try listener()
    close(descriptor)
    return port
  }

  @Test func `a refused port is unreachable and worth a retry`() throws {
    let port = try refusedPort()
    let settings = ConnectionSettings(host: "127.0.0.1", port: port, password: "secret")
    let error = try postgresError { _ = try connect(settings) }
    #expect(error.kind == .connect)
    #expect(error.reason == .unreachable)
    #expect(error.sqlState == nil)
    #expect(error.isTransient)
    #expect(error.host == "127.0.0.1:\(port)")
    #expect(!"\(error)".contains("\n"))
  }

  @Test func `a hung server is given up in time`() throws {
    let (descriptor, port) = try listener()
    defer { close(descriptor) }
    var settings = ConnectionSettings(host: "127.0.0.1", port: port)
    settings.connectTimeout = .milliseconds(400)
    var start = ContinuousClock.now
    var error = try postgresError { _ = try connect(settings) }
    #expect(error.reason == .unreachable)
    #expect(error.message.contains("no answer within 0.4 s"))
    #expect(ContinuousClock.now - start < .seconds(10))

    // connect_timeout of the connection string counts too, and for each host by itself.
    settings = ConnectionSettings(
      connectionString: "host=127.0.0.1,127.0.0.1 port=\(port) connect_timeout=1")
    start = .now
    error = try postgresError { _ = try connect(settings) }
    #expect(error.message.contains("no answer within 1.0 s"))
    #expect((.seconds(2) ..< .seconds(20)).contains(ContinuousClock.now - start))
  }

  @Test func `a stop ends the connect to a hung server`() async throws {
    let (descriptor, port) = try listener()
    defer { close(descriptor) }
    let task = Task {
      try await runOnOwnThread(named: "hung") { cancellation in
        var settings = ConnectionSettings(host: "127.0.0.1", port: port)
        settings.connectTimeout = .seconds(600)
        _ = try PostgresConnection(settings, logger: quiet, cancellation: cancellation)
      }
    }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    let start = ContinuousClock.now
    await #expect(throws: CancellationError.self) { try await task.value }
    // Generous: the test's own task has to wait for a free thread of the pool.
    #expect(ContinuousClock.now - start < .seconds(120))
  }

  @Test(arguments: [
    (90_624, "9.6.24"), (130_022, "13.22"), (139_999, "13.9999"), (140_000, nil), (150_020, nil),
    (180_001, nil),
    // What libpq does not understand is not known to be old.
    (0, nil),
  ]) func `a version before 14 is too old`(number: Int, name: String?) {
    #expect(
      ServerVersion(number).problem
        == name.map { "PostgreSQL \($0) is too old: 14 or newer is needed" })
  }

  @Test func `a server that is too old is refused at the connect, and not tried again`() throws {
    let server = try SilentServer(version: "13.22")
    defer { server.close() }
    let settings = ConnectionSettings(host: server.folder, user: "me")
    let error = try postgresError { _ = try connect(settings) }
    #expect(error.kind == .version)
    #expect(error.reason == .configuration)
    #expect(!error.isTransient)
    #expect(error.host?.hasPrefix(server.folder) == true)
    #expect(error.message == "PostgreSQL 13.22 is too old: 14 or newer is needed")
  }

  @Test func `a stop ends the set-up of a session, whatever the encoding of the server`() throws {
    let server = try SilentServer(version: "15.20", encoding: "SQL_ASCII")
    defer { server.close() }
    let cancellation = RunCancellation()
    Thread {
      Thread.sleep(forTimeInterval: 0.3)
      cancellation.cancel()
    }.start()
    let start = ContinuousClock.now
    #expect(throws: (any Error).self) {
      _ = try PostgresConnection(
        ConnectionSettings(host: server.folder, user: "me"), logger: quiet,
        cancellation: cancellation)
    }
    // Before the server hangs up.
    #expect(ContinuousClock.now - start < .seconds(SilentServer.patience / 2))
  }

  @Test func `a missing database is told by its SQLSTATE`() throws {
    var settings = try TestCluster.settings()
    settings.database = "not-there"
    let error = try postgresError { _ = try connect(settings) }
    #expect(error.sqlState == "3D000")
    #expect(error.reason == .missingDatabase)
    #expect(error.kind == .connect)
    #expect(!error.isTransient)
    #expect(!error.message.contains("LOCATION"))
    #expect(error.message.contains(#"FATAL:  database "not-there" does not exist"#))
  }

  @Test func `the next host of a list is tried`() throws {
    var settings = try TestCluster.settings()
    let port = try refusedPort()
    settings.host = "127.0.0.1," + (settings.host ?? "")
    settings.port = nil
    settings.connectionString = "port=\(port),5432"
    #expect(try settings.oneForEachHost().map(\.port) == [port, 5432])
    var connection = try connect(settings)
    expectEqual(try connection.rows("SELECT 1", name: "one"), [["1"]])

    settings.target = .standby
    let error = try postgresError { _ = try connect(settings) }
    #expect(error.reason == .unreachable)
    settings.target = .preferStandby
    connection = try connect(settings)
    expectEqual(connection.inHotStandby, false)
  }

  @Test func `a wrong password is an authentication error and is not shown`() throws {
    var options = EmbeddedCluster.Options()
    let file = "/tmp/hba-\(UInt32.random(in: 0...UInt32.max))"
    try "local all postgres trust\nlocal all all scram-sha-256\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    defer { try? FileManager.default.removeItem(atPath: file) }
    options.settings["hba_file"] = file
    let cluster = try EmbeddedCluster.start(options)
    defer { cluster.stop() }
    var admin = try connect(cluster.settings(readOnly: false))
    try admin.execute(
      "CREATE ROLE reader LOGIN PASSWORD 'right'; CREATE TABLE t (a int)", name: "role")
    var settings = cluster.settings()
    settings.user = "reader"
    settings.password = "wrong-secret"
    var error = try postgresError { _ = try connect(settings) }
    #expect(error.sqlState == "28P01")
    #expect(error.reason == .authentication)
    #expect(!error.isTransient)
    #expect(!"\(error) \(settings) \(String(reflecting: settings))".contains("wrong-secret"))
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(!dumped.contains("wrong-secret"))

    settings.password = nil
    error = try postgresError { _ = try connect(settings) }
    #expect(error.reason == .authentication)

    settings.password = "right"
    var connection = try connect(settings)
    error = try postgresError { _ = try connection.rows("SELECT * FROM t", name: "t") }
    #expect(error.sqlState == "42501")
    #expect(error.reason == .permission)
  }

  @Test func `a bad connection string is refused without quoting it`() throws {
    for text in [
      "postgresql://u:hunter2@host:bad/db", "host=h password='hunter2", "hunter2",
      "postgresql://u:hunter2@[host/db", "host=h hunter2=1",
    ] {
      let settings = ConnectionSettings(connectionString: text)
      let error = try postgresError { _ = try connect(settings) }
      #expect(!"\(error) \(error.sensitiveDetail ?? "") \(settings)".contains("hunter2"), "\(text)")
      #expect(error.reason == .configuration || error.reason == .unreachable)
    }
  }
}
