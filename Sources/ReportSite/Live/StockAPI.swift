import HTTPTypes
import Hummingbird
import Logging
import Postgres
import PublishedTables
import SiteSettings
import Values

/// A product's stock now, for the product service.
struct StockAPI {
  /// Nil when no database is named.
  let source: StockSource?
  /// The stores that there are.
  let stores: KnownStores
  /// Whether text that looks like a formula is made harmless in CSV.
  let formulaGuard: Bool

  func add(to routes: some RouterMethods<SiteContext>) {
    routes.get(
      "/api/inventory/products/:product/stock", taking: ["store_id"], use: answer)
  }

  @Sendable private func answer(
    _ request: Request, _ context: SiteContext
  ) async throws -> Response {
    let (_, scope) = try context.viewer(with: .stockRead)
    guard let product = UUIDBytes(context.parameters.get("product") ?? "") else {
      throw HTTPProblem.badRequest("The product must be given by its id, a UUID.")
    }
    let store = try FormValues(of: request).store("store_id")
    let wanted = try scope.stores(asked: store)
    guard let source else { throw HTTPProblem.noDatabase }
    let found: StockSource.Stock
    do {
      found = try await source.stock(of: product)
    } catch  where error is PostgresError || error is NoReplicaError {
      context.logger.error("stock cannot be read", metadata: ["error": .string("\(error)")])
      throw HTTPProblem.noDatabase
    }
    guard let levels = found.levels else {
      throw HTTPProblem.notFound("No product has this id.")
    }
    let seen = levels.levels.filter { wanted?.contains($0.store) ?? true }
    if seen.isEmpty, let store { try await stores.check(store, scope) }
    var answer = try ListAnswer(
      name: "levels",
      columns: [
        .init(key: "store_id", kind: .uuid),
        .init(key: "store_name", kind: .text, isGuarded: formulaGuard),
        .init(key: "quantity_on_hand", kind: .number), .init(key: "reorder_level", kind: .number),
        .init(key: "max_stock", kind: .number), .init(key: "last_updated", kind: .timestamp),
      ],
      rows: seen.map {
        [
          $0.store.description, $0.storeName, $0.onHand, $0.reorderLevel, $0.maxStock,
          $0.updated ?? "",
        ]
      },
      facts: [
        ("product_id", .string(levels.product.description)), ("name", .string(levels.name)),
        ("sku", .string(levels.sku)), ("unit", .string(levels.unit)),
        ("is_active", .boolean(levels.isActive)),
      ], asOf: found.asOf.description
    ).response(to: request)
    answer.headers[.cacheControl] = "private, max-age=\(source.life.components.seconds)"
    answer.headers[.age] = "\(found.age.components.seconds)"
    return answer
  }
}

extension HTTPProblem {
  /// No server can be asked now.
  static let noDatabase = HTTPProblem(
    .databaseUnavailable,
    "No read replica answers. Published reports are still available. Try again in a moment.",
    headers: [.retryAfter: "30"])
}
