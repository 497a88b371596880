package import Inventory
package import Postgres
package import Reports
import StockReading
import Values

/// Whether a policy fits the database.
struct PolicyFit {
  /// What must hold, as a sentence.
  let title: String
  /// Its lines that do not fit.
  let misfits: [PolicyMisfit]

  /// A result for each line that does not fit, or one that all do.
  var results: [CheckResult] {
    func result(_ outcome: CheckResult.Outcome, _ detail: String) -> CheckResult {
      CheckResult(name: "policy-fits", title: title, outcome: outcome, detail: detail)
    }
    return misfits.isEmpty
      ? [result(.passed, "")] : misfits.map { result(.warned, $0.description) }
  }
}

/// Holds the policies against the products and the stores of a database.
package enum PolicyCheck {
  /// The reorder policy's lines that fit nothing, or not one thing; the levels and the ledger are not
  /// read.
  ///
  /// Throws `PostgresError` when the server fails.
  package static func misfits(
    of policy: ReorderPolicy, in connection: inout PostgresConnection
  ) throws -> [PolicyMisfit] {
    guard !policy.overrides.isEmpty || !policy.onOrder.isEmpty else { return [] }
    let stores = policy.onOrder.compactMap { order -> UUIDBytes? in
      if case .id(let id) = order.store { id } else { nil }
    }
    let book = try StockReading(stores: []).names(movedStores: Set(stores), from: &connection)
    return ResolvedPolicy(policy, book: book, isFiltered: false).misfits
  }

  /// The same of the finance policy, for which only the products are read.
  package static func misfits(
    of policy: FinancePolicy, in connection: inout PostgresConnection
  ) throws -> [PolicyMisfit] {
    guard !policy.overrides.isEmpty else { return [] }
    let products = try StockReading(stores: []).products(from: &connection)
    return ResolvedFinancePolicy(policy, catalogue: products.catalogue).misfits
  }
}
