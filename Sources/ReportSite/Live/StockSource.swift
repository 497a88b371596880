import HTTPTypes
import Logging
import Postgres
import Reports
import Synchronization

/// Asks a standby for the stock of one product, and once for all who want the same.
///
/// A standby is read only when it is known to have everything up to `replica.max_lag` ago, as for a
/// run; and an answer is given again only until it is as old as that.
final class StockSource: Sendable {
  /// A product's stock at a moment.
  struct Stock: Sendable {
    /// Nil when there is no such product.
    var levels: StockLevels?
    /// Everything that was committed before it is counted.
    var asOf: Instant
    /// How long ago that is.
    var age: Duration
  }

  /// The servers in the order in which they are tried, and what their freshness is held against.
  private struct Servers {
    var candidates: [Candidate]
    var gate: FreshnessGate
    /// By a server's clock, before the primary was asked for its position.
    var begun: Int64
    /// When to choose anew.
    var until: Duration
  }

  private struct State {
    /// Each with the moment here at which it was read.
    var answers: [UUIDBytes: (stock: Stock, read: Duration)] = [:]
    var asking: [UUIDBytes: Task<Stock, any Error>] = [:]
    var servers: Servers?
  }

  /// How many answers are kept; when there are more, the oldest go.
  private static let limit = 10_000
  /// How long servers are asked without choosing anew: the primary gives its position once for all
  /// reads of that time.
  private static let choice = Duration.seconds(5)

  private let replicas: ReplicaSet
  private let limiter = ConcurrencyLimiter(places: 2, queue: 200)
  private let state = Mutex(State())
  private let logger: Logger
  private let now: @Sendable () -> Duration

  init(
    _ replicas: ReplicaSet, logger: Logger,
    now: @escaping @Sendable () -> Duration = Monotonic.now
  ) {
    self.replicas = replicas
    self.logger = logger
    self.now = now
  }

  /// How old an answer may be.
  var life: Duration { replicas.maxLag }

  /// The stock of a product.
  ///
  /// Throws 503 when no server is known to be fresh.
  func stock(of product: UUIDBytes) async throws -> Stock {
    let task = state.withLock { state -> Task<Stock, any Error> in
      if let answer = state.answers[product] {
        var stock = answer.stock
        stock.age += now() - answer.read
        if stock.age < life { return Task { stock } }
      }
      if let asking = state.asking[product] { return asking }
      let task = Task { try await self.ask(product) }
      state.asking[product] = task
      return task
    }
    return try await task.value
  }

  private func ask(_ product: UUIDBytes) async throws -> Stock {
    defer { state.withLock { $0.asking[product] = nil } }
    let (stock, read) = try await limiter.pass { [self] in
      try await runOnOwnThread(named: "stock") { cancellation in
        let read = self.now()
        return (try self.read(product, cancellation), read)
      }
    }
    state.withLock { state in
      if state.answers.count >= Self.limit {
        let oldest = state.answers.sorted { $0.value.read < $1.value.read }
        for (product, _) in oldest.prefix(Self.limit / 10) { state.answers[product] = nil }
      }
      state.answers[product] = (stock, read)
    }
    return stock
  }

  /// The servers, asked anew when the last choice is some time ago; blocks.
  private func servers(_ cancellation: RunCancellation) throws -> Servers {
    if let servers = state.withLock({ $0.servers }), now() < servers.until { return servers }
    let candidates = try replicas.candidates(logger: logger, cancellation: cancellation).usable
    let begun = candidates[0].facts.clock
    return Servers(
      candidates: candidates,
      gate: FreshnessGate(replicas, needed: replicas.needed(now: begun), logger: logger),
      begun: begun, until: now() + Self.choice)
  }

  /// Reads from the first server that answers and is known to be fresh; blocks.
  private func read(_ product: UUIDBytes, _ cancellation: RunCancellation) throws -> Stock {
    var servers = try servers(cancellation)
    var stale: StaleServer?
    var failure: (any Error)?
    for candidate in servers.candidates {
      do {
        switch try read(product, from: candidate, &servers, cancellation) {
        case .proven(let stock):
          state.withLock { [servers] in $0.servers = servers }
          return stock
        case .stale(let found):
          logger.warning("not fresh enough", metadata: ["server": "\(found)"])
          stale = stale ?? found
        }
      } catch let error as PostgresError {
        try cancellation.check()
        failure = failure ?? error
      }
    }
    // The next one who asks chooses anew.
    state.withLock { $0.servers = nil }
    if stale == nil, let failure { throw failure }
    throw HTTPProblem.staleStock
  }

  private func read(
    _ product: UUIDBytes, from candidate: Candidate, _ servers: inout Servers,
    _ cancellation: RunCancellation
  ) throws -> Freshness<Stock> {
    var settings = candidate.settings
    settings.applicationName = "inventory-reports site"
    settings.statementTimeout = .seconds(10)
    settings.silenceTimeout = .seconds(20)
    var connection = try PostgresConnection(settings, logger: logger, cancellation: cancellation)
    let isStandby = candidate.facts.isStandby
    switch try servers.gate.look(at: &connection, asStandby: isStandby) {
    case .stale(let stale): return .stale(stale)
    case .proven(let proof):
      let (gate, begun) = (servers.gate, servers.begun)
      return try connection.withSnapshot { connection in
        switch try gate.confirm(proof, inSnapshot: &connection) {
        case .stale(let stale): return .stale(stale)
        case .proven(let proof):
          let asOf = min(proof.completeUpTo ?? begun, proof.at)
          return .proven(
            Stock(
              levels: try StockLevels(of: product, in: &connection),
              asOf: Instant(microseconds: asOf), age: .microseconds(proof.at - asOf)))
        }
      }
    }
  }
}

extension FreshnessProof {
  /// The moment up to which it proves everything to be there; nil where that is when the primary was
  /// asked.
  fileprivate var completeUpTo: Int64? {
    switch evidence {
    case .notStandby: at
    case .primaryPosition: nil
    case .heartbeat(let time), .replayTime(let time): time
    }
  }
}

extension HTTPProblem {
  /// No server is known to be fresh enough.
  fileprivate static let staleStock = HTTPProblem(
    .staleData,
    "No read replica is proven fresh enough. Try again in a moment.",
    headers: [.retryAfter: "30"])
}
