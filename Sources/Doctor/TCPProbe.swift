import Files
import Foundation
import Glibc

/// Opens a TCP connection and closes it again.
struct TCPProbe {
  /// Why no connection came.
  struct Failure: Error {
    var text: String
  }

  let host: String
  let port: Int

  /// Tries each address of the host; gives the milliseconds that it took.
  func connect(within limit: Duration) throws(Failure) -> Int64 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let problem = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard problem == 0 else {
      let text = unsafe gai_strerror(problem).map { unsafe String(cString: $0) } ?? "unknown"
      throw Failure(text: "the name cannot be resolved: \(text)")
    }
    defer { unsafe freeaddrinfo(list) }
    let start = ContinuousClock.now
    var failure = Failure(text: "it has no address")
    var next = unsafe list
    while let address = unsafe next?.pointee {
      do throws(Failure) {
        unsafe try Self.connect(to: address, until: start + limit)
        return Int64((ContinuousClock.now - start) / .milliseconds(1))
      } catch {
        failure = error
      }
      unsafe next = unsafe address.ai_next
    }
    throw failure
  }

  private static func connect(
    to address: addrinfo, until deadline: ContinuousClock.Instant
  ) throws(Failure) {
    let type = unsafe address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = unsafe Glibc.socket(address.ai_family, type, address.ai_protocol)
    guard socket >= 0 else { throw Failure(text: SystemError.reason(of: errno)) }
    defer { close(socket) }
    guard unsafe Glibc.connect(socket, address.ai_addr, address.ai_addrlen) != 0 else { return }
    guard errno == EINPROGRESS else { throw Failure(text: SystemError.reason(of: errno)) }
    var entry = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
    let rest = max(0, Int32((deadline - .now) / .milliseconds(1)))
    guard unsafe poll(&entry, 1, rest) > 0 else { throw Failure(text: "no answer in time") }
    var problem: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &problem, &size) == 0, problem == 0
    else { throw Failure(text: SystemError.reason(of: problem)) }
  }
}
