import Foundation
import GRDB
package import Values

/// Which low products are asked for.
package struct LowFilter: Sendable {
  /// Only those in these stores; nil for all.
  package var stores: Set<UUIDBytes>?
  /// What the SKU, or the name of the product or the store, must have in it, in letters of any case.
  package var search: String

  /// A filter; without arguments it lets all pass.
  package init(stores: Set<UUIDBytes>? = nil, search: String = "") {
    self.stores = stores
    self.search = search
  }

  /// The condition of a row of `alert_states`, and its arguments.
  fileprivate var condition: (sql: String, arguments: StatementArguments) {
    var sql = "state <> 'ok'"
    var arguments = StatementArguments()
    if let stores {
      sql += " AND store_id IN (\(stores.map { _ in "?" }.joined(separator: ", ")))"
      arguments += StatementArguments(stores)
    }
    if !search.isEmpty {
      let columns = ["sku", "product_name", "store_name"]
      // GRDB's function, since SQLite knows letters of ASCII only.
      let tests = columns.map { "instr(swiftLowercaseString(\($0)), ?) > 0" }
      sql += " AND (\(tests.joined(separator: " OR ")))"
      arguments += StatementArguments(columns.map { _ in search.lowercased() })
    }
    return (sql, arguments)
  }
}

extension AlertTransaction {
  /// Some of what is low, by the names of store and product.
  package func lowRecords(
    _ filter: LowFilter, from first: Int, limit: Int
  ) throws -> [AlertRecord] {
    let (condition, arguments) = filter.condition
    return try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM alert_states WHERE \(condition)
        ORDER BY store_name, store_id, sku, product_id LIMIT ? OFFSET ?
        """, arguments: arguments + [limit, first]
    ).map(AlertRecord.init)
  }

  /// How many products are low, and how many of them have nothing on hand.
  package func lowCount(_ filter: LowFilter) throws -> (low: Int, outOfStock: Int) {
    let (condition, arguments) = filter.condition
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*) AS low, count(*) FILTER (WHERE state = 'out_of_stock') AS out
        FROM alert_states WHERE \(condition)
        """, arguments: arguments)
    return (row?["low"] ?? 0, row?["out"] ?? 0)
  }

  /// The stores that something is low in, by name.
  package func lowStores(_ filter: LowFilter) throws -> [(id: UUIDBytes, name: String)] {
    let (condition, arguments) = filter.condition
    return try Row.fetchAll(
      database,
      sql: """
        SELECT store_id, max(store_name) AS name FROM alert_states WHERE \(condition)
        GROUP BY store_id ORDER BY name, store_id
        """, arguments: arguments
    ).map { ($0["store_id"], $0["name"]) }
  }
}
