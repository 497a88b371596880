import Logging
import Postgres
import Reports
import Synchronization

/// Asks a standby for the stock of one product; keeps each answer for five minutes, and asks once for
/// all who want the same.
final class StockSource: Sendable {
  /// How long an answer is given again.
  static let life = Duration.seconds(300)
  /// How many answers are kept; when there are more, the oldest go.
  private static let limit = 10_000
  /// How long a server is asked without choosing anew.
  private static let choice = Duration.seconds(30)

  private struct Answer {
    /// Nil when there is no such product.
    var levels: StockLevels?
    var read: Duration
  }

  private struct State {
    var answers: [UUIDBytes: Answer] = [:]
    var asking: [UUIDBytes: Task<Answer, any Error>] = [:]
    var server: (settings: ConnectionSettings, until: Duration)?
  }

  private let replicas: ReplicaSet
  private let turnstile = Turnstile(places: 2, queue: 200)
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

  /// The stock of a product and how old the answer is; nil when there is no such product.
  func levels(of product: UUIDBytes) async throws -> (levels: StockLevels?, age: Duration) {
    let task = state.withLock { state -> Task<Answer, any Error> in
      if let answer = state.answers[product], now() - answer.read < Self.life {
        return Task { answer }
      }
      if let asking = state.asking[product] { return asking }
      let task = Task { try await self.ask(product) }
      state.asking[product] = task
      return task
    }
    let answer = try await task.value
    return (answer.levels, max(.zero, now() - answer.read))
  }

  private func ask(_ product: UUIDBytes) async throws -> Answer {
    defer { state.withLock { $0.asking[product] = nil } }
    let answer = try await turnstile.pass { [self] in
      try await runOnOwnThread(named: "stock") { cancellation in
        let begun = self.now()
        return Answer(levels: try self.read(product, cancellation), read: begun)
      }
    }
    state.withLock { state in
      if state.answers.count >= Self.limit {
        let oldest = state.answers.sorted { $0.value.read < $1.value.read }
        for (product, _) in oldest.prefix(Self.limit / 10) { state.answers[product] = nil }
      }
      state.answers[product] = answer
    }
    return answer
  }

  /// The best server, asked anew when the last choice is some time ago; blocks.
  private func server(_ cancellation: RunCancellation) throws -> ConnectionSettings {
    if let server = state.withLock({ $0.server }), now() < server.until { return server.settings }
    let best = try replicas.candidates(logger: logger, cancellation: cancellation).usable[0]
    state.withLock { $0.server = (best.settings, now() + Self.choice) }
    return best.settings
  }

  private func read(_ product: UUIDBytes, _ cancellation: RunCancellation) throws -> StockLevels? {
    do {
      var settings = try server(cancellation)
      settings.applicationName = "inventory-reports site"
      settings.statementTimeout = .seconds(10)
      settings.silenceTimeout = .seconds(20)
      var connection = try PostgresConnection(
        settings, logger: logger, cancellation: cancellation)
      return try Self.levels(of: product, in: &connection)
    } catch {
      // The next one who asks chooses another server.
      state.withLock { $0.server = nil }
      throw error
    }
  }

  private static func levels(
    of product: UUIDBytes, in connection: inout PostgresConnection
  ) throws -> StockLevels? {
    // The id is 16 bytes that were read as such: nothing of a request is in the text.
    let query = """
      SELECT p.name, p.sku, p.unit, p.is_active, l.store_id, l.store_name,
        l.quantity_on_hand::text, l.reorder_level::text, l.max_stock::text,
        to_char(l.last_updated AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        to_char(
          CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() ELSE now() END
            AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM products_inventory p LEFT JOIN stock_levels l ON l.product_id = p.product_id
      WHERE p.product_id = '\(product)'::uuid
      ORDER BY l.store_name COLLATE "C", l.store_id
      """
    var found: StockLevels?
    try connection.copyOut(query, name: "stock of a product") { row in
      if found == nil {
        found = StockLevels(
          product: product, name: try row.string(0), sku: try row.string(1),
          unit: try row.string(2), isActive: try row.bool(3), levels: [],
          asOf: try row.isNull(10) ? "" : try row.string(10))
      }
      guard try !row.isNull(4) else { return }
      let store = try row.uuid(4)
      found?.levels.append(
        StockLevels.Level(
          store: UUIDBytes(high: store.high, low: store.low), storeName: try row.string(5),
          onHand: try row.string(6), reorderLevel: try row.string(7), maxStock: try row.string(8),
          updated: try row.isNull(9) ? nil : try row.string(9)))
    }
    return found
  }
}
