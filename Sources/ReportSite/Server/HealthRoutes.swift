import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOPosix
import PublishedTables
import Publishing
import SiteSettings
import Values

/// What machines ask about the site itself; none of it has a figure of any report.
struct HealthRoutes {
  let catalogue: CatalogueReader
  let state: SiteState
  let output: String
  let metrics: SiteMetrics
  /// The proxies that sign people in: what comes from one of them comes from elsewhere.
  let proxies: [AddressRange]
  /// What a scraper has to send; nil lets this machine alone read the metrics.
  let metricsToken: String?

  /// Adds `/healthz`, `/readyz` and `/metrics`.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get("/healthz") { _, context in
      context.answerAnyone()
      return "ok\n"
    }
    routes.get("/readyz", use: ready)
    routes.get("/metrics") { request, context in
      try check(request, context)
      return Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: metrics.page())))
    }
  }

  /// Whether it can do its work: the reports can be read and the state opens.
  @Sendable private func ready(_ request: Request, _ context: SiteContext) async throws -> Response
  {
    context.answerAnyone()
    var problems: [String] = []
    var newest: Instant?
    do {
      newest = try await catalogue.now().reports.compactMap { $0.runs.last?.facts.finished.instant }
        .max()
      let isThere = try await NIOThreadPool.singleton.runIfActive { [output] in
        FileManager.default.fileExists(atPath: output)
      }
      if !isThere { problems.append("the reports folder is missing") }
    } catch {
      context.logger.error("reports cannot be read", metadata: ["error": .string("\(error)")])
      problems.append("the reports cannot be read")
    }
    do {
      _ = try await state.look { $0 != nil }
    } catch {
      context.logger.error("the state cannot be opened", metadata: ["error": .string("\(error)")])
      problems.append("the state database cannot be opened")
    }
    let age = newest.map { (Instant.now.microseconds - $0.microseconds) / 1_000_000 }
    let answer = JSONText.object([
      ("ready", .boolean(problems.isEmpty)), ("problems", .array(problems.map { .string($0) })),
      ("last_run_age_seconds", age.map { .number("\($0)") } ?? .null),
    ])
    return Response(
      status: problems.isEmpty ? .ok : .serviceUnavailable,
      headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }

  private func check(_ request: Request, _ context: SiteContext) throws(HTTPProblem) {
    context.answerAnyone()
    if let metricsToken {
      let sent = request.headers[.authorization].map { $0.dropFirst("Bearer ".count) } ?? ""
      guard SecretToken.digest(of: String(sent)) == SecretToken.digest(of: metricsToken) else {
        throw .notSignedIn
      }
      return
    }
    guard let peer = context.peer, SiteSettings.isLoopback(host: peer), !isProxied(request, peer)
    else {
      throw HTTPProblem(
        .notAllowed,
        "Metrics are for this machine. Through a proxy or from elsewhere, send the token of"
          + " site.metrics_token.")
    }
  }

  /// Whether a request from this machine may be what a proxy on it was sent: it comes from one, has
  /// what only proxies add, or asks for another name than this machine's own.
  private func isProxied(_ request: Request, _ peer: String) -> Bool {
    proxies.contains { $0.contains(peer) }
      || !SiteOrigin.isLoopback(authority: request.head.authority ?? "")
      || request.headers.contains { field in
        let name = field.name.canonicalName
        return name.hasPrefix("x-forwarded") || ["forwarded", "via", "x-real-ip"].contains(name)
      }
  }
}
