import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import StateStore
import Synchronization
import Values

/// Sends events over HTTP, on an event loop of its own.
final class EventSender: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let client: HTTPClient
  private let timeout: TimeAmount

  init(connections: Int, timeout: Duration) {
    // One thread that the cooperative pool knows nothing of.
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    self.timeout = .nanoseconds(Int64(timeout.components.seconds) * 1_000_000_000)
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .seconds(min(5, timeout.components.seconds))
    configuration.httpVersion = .http1Only
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    // Retries are ours: each one is counted and kept.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
  }

  /// Sends one event and calls back, on the event loop, with what became of it.
  func send(
    _ event: OutboxEvent, to endpoint: Endpoint, at now: Instant,
    keeping limit: Int = 0, then: @escaping @Sendable (Reply) -> Void
  ) {
    do {
      let request = try HTTPClient.Request(
        url: endpoint.url, method: .POST, headers: headers(of: event, to: endpoint, at: now),
        body: .bytes(event.body))
      client.execute(
        request: request, delegate: ReplyReader(limit: limit), deadline: .now() + timeout
      ).futureResult.whenComplete { result in
        switch result {
        case .success(let reply): then(reply)
        case .failure(let error): then(Reply(answer: .failed(Self.reason(error))))
        }
      }
    } catch {
      then(Reply(answer: .failed(Self.reason(error))))
    }
  }

  /// The headers of a request; `Authorization` is the only secret among them.
  func headers(of event: OutboxEvent, to endpoint: Endpoint, at now: Instant) -> HTTPHeaders {
    let id = event.id.description
    let timestamp = now.microseconds / 1_000_000
    var headers: HTTPHeaders = [
      "Content-Type": event.contentType, "User-Agent": "inventory-reports", "webhook-id": id,
      "webhook-timestamp": String(timestamp), "Idempotency-Key": "\"\(id)\"",
    ]
    if let signature = endpoint.signer.signature(id: id, timestamp: timestamp, body: event.body) {
      headers.add(name: "webhook-signature", value: signature)
    }
    if let token = endpoint.token {
      headers.add(name: "Authorization", value: "Bearer \(token.text)")
    }
    return headers
  }

  /// Closes all connections; blocks the thread.
  func close() {
    try? client.syncShutdown()
    try? group.syncShutdownGracefully()
  }

  /// A few words about an error, of which none comes from a request or an answer.
  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as HTTPClientError where error == .connectTimeout: "connection timed out"
    case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
      "no complete answer in time"
    case let error as HTTPClientError where error == .remoteConnectionClosed:
      "the connection closed before the answer was complete"
    case let error as NIOConnectionError:
      error.connectionErrors.first.map { "no connection: \(reason($0.error))" }
        ?? "no connection: unknown host"
    case let error as IOError where error.errnoCode == ECONNREFUSED: "connection refused"
    case let error as IOError where error.errnoCode == ECONNRESET: "connection reset"
    case let error as HTTPClientError: "\(error)"
    default: "\(type(of: error))"
    }
  }
}

/// An answer and, where it was asked for, the beginning of its body.
struct Reply: Sendable {
  var answer: Answer
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []
}

/// Reads an answer to its end and keeps no more of it than is wanted.
private final class ReplyReader: HTTPClientResponseDelegate {
  private struct State {
    var head: HTTPResponseHead?
    var body: [UInt8] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  func didReceiveHead(
    task: HTTPClient.Task<Reply>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    state.withLock { $0.head = head }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<Reply>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    state.withLock { state in
      state.body += buffer.readableBytesView.prefix(limit - state.body.count)
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didFinishRequest(task: HTTPClient.Task<Reply>) throws -> Reply {
    state.withLock { state in
      guard let head = state.head else { return Reply(answer: .failed("no answer")) }
      return Reply(
        answer: .status(
          Int(head.status.code), retryAfter: head.headers.first(name: "Retry-After")),
        headers: head.headers.map { ($0.name, $0.value) }, body: state.body)
    }
  }
}
