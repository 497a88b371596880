import AsyncHTTPClient
import Foundation
package import Logging
import NIOCore
import NIOHTTP1

/// Tells a monitor in the manner of healthchecks.io that a job began, and how it ended.
///
/// `URL/start` when it begins, `URL/<exit code>` at its end, 0 for success; the `rid` of both is
/// that of this job, so that the monitor knows how long it took. A monitor that does not answer
/// ends no job, and holds none up for longer than two short tries.
package struct Healthcheck: Sendable {
  /// How long the job may be held up.
  package struct Patience: Sendable {
    /// How long one try may take.
    package var timeout: Duration
    /// How often it is tried.
    package var tries: Int
    /// How long to wait between tries.
    package var pause: Duration

    /// Tries of some length.
    package init(timeout: Duration, tries: Int, pause: Duration) {
      self.timeout = timeout
      self.tries = tries
      self.pause = pause
    }

    /// Two tries of five seconds.
    package static let usual = Patience(timeout: .seconds(5), tries: 2, pause: .seconds(1))
    /// One try, for a job that was told to stop.
    package static let brief = Patience(timeout: .milliseconds(600), tries: 1, pause: .zero)
  }

  private let url: URLComponents
  private let run = UUID()
  private let logger: Logger

  /// A job at a check's address; nil when that is no HTTP address.
  ///
  /// Anybody who knows the address can ping: it is never logged.
  package init?(url text: String, logger: Logger) {
    guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
      ["http", "https"].contains(scheme), url.host?.isEmpty == false
    else { return nil }
    self.url = url
    self.logger = logger
  }

  /// Says that the job begins.
  package func start(_ patience: Patience = .usual) async {
    await send("start", body: "", patience)
  }

  /// Says how the job ended, and in a few words without row values what it did.
  package func end(exitCode: Int32, summary: String, _ patience: Patience = .usual) async {
    await send("\(exitCode)", body: summary, patience)
  }

  /// The address of a ping.
  func address(_ word: String) -> String {
    var address = url
    while address.path.hasSuffix("/") { address.path.removeLast() }
    address.path += "/\(word)"
    address.queryItems =
      (address.queryItems ?? []) + [URLQueryItem(name: "rid", value: run.uuidString.lowercased())]
    address.fragment = nil
    return address.string ?? ""
  }

  private func send(_ word: String, body: String, _ patience: Patience) async {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .follow(max: 3, allowCycles: false)
    configuration.timeout.connect = patience.timeout.amount
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    var request = HTTPClientRequest(url: address(word))
    request.method = .POST
    request.headers = [
      "User-Agent": "inventory-reports", "Content-Type": "text/plain; charset=utf-8",
    ]
    request.body = .bytes(Array(body.utf8))
    for attempt in 1...max(1, patience.tries) {
      if attempt > 1 { try? await Task.sleep(for: patience.pause) }
      let problem = await Self.problem(of: request, client, patience.timeout.amount)
      // A job that was told to stop does not wait for the word that it began.
      guard let problem, !Task.isCancelled else { break }
      logger.warning(
        "healthcheck ping failed",
        metadata: [
          "ping": "\(word)", "attempt": .stringConvertible(attempt), "reason": "\(problem)",
        ])
    }
    try? await client.shutdown()
  }

  /// Why a ping did not come through, in words that do not tell its address; nil when it did.
  private static func problem(
    of request: HTTPClientRequest, _ client: HTTPClient, _ timeout: TimeAmount
  ) async -> String? {
    do {
      let response = try await client.execute(request, timeout: timeout)
      return (200..<300).contains(Int(response.status.code))
        ? nil : "it answered \(response.status.code)"
    } catch let error as HTTPClientError where error == .deadlineExceeded {
      return "no answer in time"
    } catch let error as HTTPClientError where error == .connectTimeout {
      return "connection timed out"
    } catch let error as HTTPClientError {
      return "\(error)"
    } catch {
      // Its text may have the host's name and port, and nothing of the path.
      return "no connection (\(type(of: error)))"
    }
  }
}

extension Duration {
  fileprivate var amount: TimeAmount {
    .nanoseconds(Int64(components.seconds) * 1_000_000_000 + components.attoseconds / 1_000_000_000)
  }
}
