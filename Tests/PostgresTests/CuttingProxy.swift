import Foundation
import Synchronization
import TestSupport

/// Stands between a client and the server's socket, and closes after a number of bytes.
final class CuttingProxy: Sendable {
  /// The folder of the proxy's socket, to connect to.
  let folder: String
  private let server: String
  private let listener: Int32
  private let limit = Mutex(Int.max)
  private let sent = Mutex(0)

  /// A proxy before the server whose socket is in `serverFolder`.
  init(before serverFolder: String) throws {
    folder = "/tmp/cutting-proxy-\(UInt32.random(in: 0...UInt32.max))"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    server = serverFolder + "/.s.PGSQL.5432"
    listener = try UnixSocket.listen(folder + "/.s.PGSQL.5432")
    Thread { self.accept() }.start()
  }

  /// Ends the proxy and removes its folder.
  func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The next connection is closed when this many bytes have gone to the client.
  func cut(after bytes: Int) {
    limit.withLock { $0 = bytes }
    sent.withLock { $0 = 0 }
  }

  /// The bytes that have gone to the client since the last `cut`.
  var bytesSent: Int { sent.withLock { $0 } }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { break }
      guard let server = try? UnixSocket.connect(server) else { break }
      pump(client, server, limit.withLock { $0 })
      Glibc.close(client)
      Glibc.close(server)
    }
    Glibc.close(listener)
  }

  /// Carries bytes both ways until an end closes or the limit is reached.
  private func pump(_ client: Int32, _ server: Int32, _ limit: Int) {
    var left = limit
    while left > 0 {
      var entries = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0),
        pollfd(fd: server, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&entries, 2, 10_000) > 0 else { return }
      if entries[0].revents != 0, carry(client, server, 65_536, counts: false) == 0 { return }
      if entries[1].revents != 0 {
        let count = carry(server, client, min(left, 65_536), counts: true)
        guard count > 0 else { return }
        left -= count
      }
    }
  }

  private func carry(
    _ from: Int32, _ to: Int32, _ most: Int, counts: Bool
  ) -> Int {
    var bytes = [UInt8](repeating: 0, count: most)
    let count = unsafe read(from, &bytes, most)
    guard count > 0 else { return 0 }
    // Before they go: the client may be done with them at once.
    if counts { sent.withLock { $0 += count } }
    return unsafe send(to, bytes, count, Int32(MSG_NOSIGNAL)) == count ? count : 0
  }
}
