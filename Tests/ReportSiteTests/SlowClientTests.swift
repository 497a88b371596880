import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import ReportSite

@Suite struct SlowClientTests {
  private func withConnection(_ body: (EmbeddedChannel) throws -> Void) throws {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(
      SlowClients(requestTime: .seconds(10), writeTime: .seconds(20)))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    try body(channel)
    _ = try? channel.finish(acceptAlreadyClosed: true)
  }

  private let head = HTTPRequestPart.head(
    HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/signin"))

  @Test func `A request that never ends loses its connection`() throws {
    try withConnection { channel in
      try channel.writeInbound(head)
      channel.embeddedEventLoop.advanceTime(by: .seconds(9))
      // That something came does not give it more time.
      try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "t")))
      #expect(channel.isActive)
      channel.embeddedEventLoop.advanceTime(by: .seconds(2))
      #expect(!channel.isActive)
    }
  }

  @Test func `A request that has ended keeps it, however long its answer takes to begin`() throws {
    try withConnection { channel in
      try channel.writeInbound(head)
      try channel.writeInbound(HTTPRequestPart.end(nil))
      channel.embeddedEventLoop.advanceTime(by: .hours(1))
      #expect(channel.isActive)
    }
  }

  @Test func `An answer that nobody takes loses its connection, one that is taken slowly does not`()
    throws
  {
    try withConnection { channel in
      for _ in 0..<5 {
        channel.write(HTTPResponsePart.body(ByteBuffer(string: "piece")), promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(15))
        #expect(channel.isActive)
        channel.flush()
      }
      channel.write(HTTPResponsePart.body(ByteBuffer(string: "piece")), promise: nil)
      channel.embeddedEventLoop.advanceTime(by: .seconds(21))
      #expect(!channel.isActive)
    }
  }
}
