import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Keeps what is written of an answer.
struct Collected: ResponseBodyWriter {
  final class Bytes: Sendable {
    let all = Mutex(ByteBuffer())
  }

  let bytes = Bytes()
  var text: String { String(buffer: bytes.all.withLock { $0 }) }

  func write(_ buffer: ByteBuffer) async throws {
    _ = bytes.all.withLock { $0.writeImmutableBuffer(buffer) }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
