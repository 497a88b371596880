public import Inventory
public import Postgres
public import Reports
import StockReading
import Values

/// Holds the reorder policy against the products and the stores of a database.
public enum PolicyCheck {
  /// The policy's lines that fit nothing, or not one thing; the levels and the ledger are not read.
  ///
  /// Throws `PostgresError` when the server fails.
  public static func misfits(
    of policy: ReorderPolicy, in connection: inout PostgresConnection
  ) throws -> [PolicyMisfit] {
    guard !policy.overrides.isEmpty || !policy.onOrder.isEmpty else { return [] }
    let stores = policy.onOrder.compactMap { order -> UUIDBytes? in
      if case .id(let id) = order.store { id } else { nil }
    }
    let book = try StockReading(stores: []).names(movedStores: Set(stores), from: &connection)
    return ResolvedPolicy(policy, book: book, isFiltered: false).misfits
  }
}
