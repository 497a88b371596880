import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small service that takes the demo's alerts and keeps them, on a port of this machine's own.
package final class EventReceiver: Sendable {
  /// An event that arrived.
  package struct Arrival: Sendable {
    /// Its id: what a service tells a repeated event by.
    package var id: String
    /// The body as it was sent.
    package var body: String
  }

  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let channel: any Channel
  private let log = ArrivalLog()

  /// Starts to listen on a free port of 127.0.0.1.
  package init() throws {
    let log = log
    do {
      channel = try ServerBootstrap(group: group)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline()
            try channel.pipeline.syncOperations.addHandler(EventHandler(log))
          }
        }
        .bind(host: "127.0.0.1", port: 0).wait()
    } catch {
      try? group.syncShutdownGracefully()
      throw error
    }
  }

  /// The URL to send events to.
  package var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

  /// The events that arrived, each once, in order.
  package var arrivals: [Arrival] { log.arrivals }

  /// Stops listening; blocks the thread.
  package func stop() {
    try? channel.close().wait()
    try? group.syncShutdownGracefully()
  }
}

/// What arrived, told apart by id: an event may come twice.
private final class ArrivalLog: Sendable {
  private struct State {
    var ids: Set<String> = []
    var arrivals: [EventReceiver.Arrival] = []
  }

  private let state = Mutex(State())

  var arrivals: [EventReceiver.Arrival] { state.withLock { $0.arrivals } }

  func add(_ arrival: EventReceiver.Arrival) {
    state.withLock { state in
      if state.ids.insert(arrival.id).inserted { state.arrivals.append(arrival) }
    }
  }
}

/// Answers 204 to every event with an id, and 400 to all else.
private final class EventHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let log: ArrivalLog
  private var id: String?
  private var body = ""

  init(_ log: ArrivalLog) {
    self.log = log
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      id = head.method == .POST ? head.headers.first(name: "webhook-id") : nil
      body = ""
    case .body(let buffer):
      body += String(buffer: buffer)
    case .end:
      if let id { log.add(EventReceiver.Arrival(id: id, body: body)) }
      let head = HTTPResponseHead(
        version: .http1_1, status: id == nil ? .badRequest : .noContent)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
