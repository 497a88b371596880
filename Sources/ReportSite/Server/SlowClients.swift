import NIOCore
import NIOHTTPTypes

/// Ends connections whose other end takes forever: to send the rest of a request, or to take any more
/// of an answer.
///
/// A connection on which nothing is asked is ended by the server's own idle time.
final class SlowClients: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How long a request may take to arrive, from its head to its end.
  private let requestTime: TimeAmount
  /// How long a piece of an answer may wait for the other end to take it.
  private let writeTime: TimeAmount

  private var requestDeadline: Scheduled<Void>?
  private var writeDeadline: Scheduled<Void>?
  private var unwritten = 0

  init(requestTime: TimeAmount = .seconds(60), writeTime: TimeAmount = .seconds(120)) {
    self.requestTime = requestTime
    self.writeTime = writeTime
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    stop()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      requestDeadline?.cancel()
      requestDeadline = end(context, in: requestTime)
    case .end:
      requestDeadline?.cancel()
      requestDeadline = nil
    case .body: break
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let promise = promise ?? context.eventLoop.makePromise()
    unwritten += 1
    if writeDeadline == nil { writeDeadline = end(context, in: writeTime) }
    promise.futureResult.assumeIsolated().whenComplete { _ in
      // Each piece that was taken gives the next one its time.
      self.unwritten -= 1
      self.writeDeadline?.cancel()
      self.writeDeadline = self.unwritten > 0 ? self.end(context, in: self.writeTime) : nil
    }
    context.write(data, promise: promise)
  }

  private func end(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
    context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
  }

  private func stop() {
    requestDeadline?.cancel()
    writeDeadline?.cancel()
  }
}
