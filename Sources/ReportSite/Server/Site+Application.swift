package import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
import SiteSettings
import StateStore

extension Site {
  /// Closes what is open: at the end of the program.
  package func close() {
    StateDatabase.closeAll()
  }

  /// How many bytes the system may hold for one connection, beside what the program does.
  ///
  /// Left to itself it takes megabytes for each reader of a large file, and copying them keeps
  /// everybody else waiting when many begin at once.
  private static let sendBuffer: ChannelOptions.Types.SocketOption.Value = 1 << 18

  /// The server of the site.
  ///
  /// `onListening` gets the address where it listens and, where people sign in by one, a link; and
  /// again whenever somebody asks for a new link.
  package func application(
    logger: Logger,
    onListening: @escaping @Sendable (_ address: String, _ link: String?) -> Void
  ) -> some ApplicationProtocol {
    Application(
      router: router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [SlowClients()], idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: .init(
        address: .hostname(settings.host, port: settings.port), backlog: 1_024),
      services: [ValuationTidying(valuations: valuations)],
      onServerRunning: { [settings, links] channel in
        // Connections have it from the socket that takes them.
        try? await channel.setOption(.socketOption(.so_sndbuf), value: Self.sendBuffer).get()
        let port = channel.localAddress?.port ?? settings.port
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        let address = settings.publicURL ?? "http://\(host):\(port)"
        guard let links else { return onListening(address, nil) }
        links.announce { onListening(address, "\(address)\(SignInRoutes.path)?token=\($0)") }
        links.renew()
      },
      logger: logger)
  }
}

/// Removes old valuations for as long as the site is served.
private struct ValuationTidying: Service {
  let valuations: ValuationService

  func run() async throws {
    await cancelWhenGracefulShutdown { await valuations.keepTidy() }
  }
}
