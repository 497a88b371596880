import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import TestSupport

/// A service that takes events, and fails as it is told to.
final class FaultReceiver: Sendable {
  /// How a request is answered.
  enum Behaviour: Sendable {
    /// With a status, and a header `Retry-After` or `Location` if given.
    case status(Int, header: (String, String)? = nil)
    /// The event is processed, and the connection closed without an answer.
    case loseAnswer
    /// The event is processed, and the connection closed in the middle of the answer.
    case cutAnswer
    /// The event is processed, and the answer comes drop by drop, for too long.
    case drip
    /// Nothing is processed, and nothing comes.
    case hang
  }

  /// A request as it came.
  struct Request: Sendable {
    var uri: String
    var headers: HTTPHeaders
    var body: [UInt8]

    var id: String { headers.first(name: "webhook-id") ?? "" }

    /// The event's own data.
    var data: [String: Any] {
      let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
      return object?["data"] as? [String: Any] ?? [:]
    }
  }

  private struct State {
    var channel: (any Channel)?
    var all: [Request] = []
    var processed: [Request] = []
  }

  private let port: ReservedPort
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let behaviour: @Sendable (Int, Request) -> Behaviour
  private let state = Mutex(State())

  /// Listens on a free port; `behaviour` is asked for each request, by its number from 0 on.
  init(_ behaviour: @escaping @Sendable (Int, Request) -> Behaviour = { _, _ in .status(200) })
    throws
  {
    self.behaviour = behaviour
    port = try ReservedPort()
    try open()
  }

  deinit {
    // Perhaps on the event loop itself, so without waiting.
    group.shutdownGracefully { _ in }
  }

  var url: String { "http://127.0.0.1:\(port.number)" }

  /// Every request, in order of arrival.
  var all: [Request] { state.withLock { $0.all } }

  /// The requests whose events were processed, in order, repeated ones too.
  var processed: [Request] { state.withLock { $0.processed } }

  /// Listens, on the same port as before.
  func open() throws {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { [weak self] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          if let self { try channel.pipeline.syncOperations.addHandler(Handler(self)) }
        }
      }
    // A process that is just being started by another test has the closed socket open until it runs.
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
      do {
        let channel = try bootstrap.bind(host: "127.0.0.1", port: port.number).wait()
        return state.withLock { $0.channel = channel }
      } catch let error as IOError {
        guard error.errnoCode == EADDRINUSE, .now < deadline else { throw error }
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
  }

  /// Refuses connections from now on.
  func close() {
    let channel = state.withLock { state in
      defer { state.channel = nil }
      return state.channel
    }
    try? channel?.close().wait()
  }

  fileprivate func take(_ request: Request) -> Behaviour {
    let number = state.withLock { state in
      state.all.append(request)
      return state.all.count - 1
    }
    let behaviour = behaviour(number, request)
    let isProcessed =
      switch behaviour {
      case .status(let status, _): status < 300
      case .loseAnswer, .cutAnswer, .drip: true
      case .hang: false
      }
    if isProcessed { state.withLock { $0.processed.append(request) } }
    return behaviour
  }
}

private final class Handler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let receiver: FaultReceiver
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(_ receiver: FaultReceiver) {
    self.receiver = receiver
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let buffer):
      body += buffer.readableBytesView
    case .end:
      guard let head else { return }
      let request = FaultReceiver.Request(uri: head.uri, headers: head.headers, body: body)
      answer(receiver.take(request), context)
    }
  }

  private func answer(_ behaviour: FaultReceiver.Behaviour, _ context: ChannelHandlerContext) {
    switch behaviour {
    case .hang: break
    case .loseAnswer: context.close(promise: nil)
    case .status(let status, let header):
      var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
      if let header { head.headers.add(name: header.0, value: header.1) }
      head.headers.add(name: "Content-Length", value: "2")
      begin(head, context)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "ok")))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .cutAnswer:
      begin(long, context)
      context.writeAndFlush(
        wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "half"))))
      ).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    case .drip:
      begin(long, context)
      context.flush()
      let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
      let boundContext = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.eventLoop.scheduleRepeatedTask(
        initialDelay: .zero, delay: .milliseconds(100)
      ) { task in
        let context = boundContext.value
        guard context.channel.isActive else { return task.cancel() }
        context.writeAndFlush(
          bound.value.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: ".")))), promise: nil)
      }
    }
  }

  private var long: HTTPResponseHead {
    HTTPResponseHead(
      version: .http1_1, status: .ok, headers: ["Content-Length": "1000000"])
  }

  private func begin(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(.head(head)), promise: nil)
  }
}
