import Foundation

/// Lets whoever connects in as PostgreSQL does, and says nothing more.
public final class SilentServer: Sendable {
  /// The folder of its socket, to connect to.
  public let folder: String
  private let listener: Int32
  private let greeting: [UInt8]
  /// After so many seconds it hangs up, so that nobody waits for ever.
  public static let patience = 90

  /// A server that calls itself of a version, such as `13.22`.
  public init(version: String, encoding: String = "UTF8") throws {
    folder = "/tmp/silent-server-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    listener = try UnixSocket.listen(folder + "/.s.PGSQL.5432")
    let settings = [
      ("server_version", version), ("server_encoding", encoding), ("client_encoding", "UTF8"),
      ("standard_conforming_strings", "on"), ("in_hot_standby", "off"),
      ("default_transaction_read_only", "off"),
    ]
    // No password is asked for; the settings; a process and its key; ready.
    greeting =
      Self.message("R", [0, 0, 0, 0])
      + settings.flatMap { Self.message("S", Array("\($0)\0\($1)\0".utf8)) }
      + Self.message("K", [0, 0, 0, 1, 0, 0, 0, 2]) + Self.message("Z", Array("I".utf8))
    Thread { self.accept() }.start()
  }

  /// Ends the server and removes its folder.
  public func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { break }
      Thread { self.greet(client) }.start()
    }
    Glibc.close(listener)
  }

  /// Answers what comes first, and waits until the client is gone.
  private func greet(_ client: Int32) {
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    unsafe setsockopt(
      client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var bytes = [UInt8](repeating: 0, count: 4096)
    if unsafe read(client, &bytes, bytes.count) > 0,
      unsafe send(client, greeting, greeting.count, Int32(MSG_NOSIGNAL)) == greeting.count
    {
      while unsafe read(client, &bytes, bytes.count) > 0 {}
    }
    Glibc.close(client)
  }

  private static func message(_ kind: String, _ body: [UInt8]) -> [UInt8] {
    let count = UInt32(body.count + 4)
    return Array(kind.utf8) + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + body
  }
}
