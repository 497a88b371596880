import Foundation
import GRDB
import Testing

/// What was acknowledged, and so must be there, whatever died since.
struct StateModel {
  /// The keys of the orders, by number.
  var orders: [Int64: String] = [:]
  /// The version of each line after the last decision about it.
  var versions: [Int64: Int64] = [:]
  /// How many entries the audit log had.
  var entries: Int64 = 0

  /// Looks whether a state has all of it, nothing by halves and nothing twice; gives what is wrong.
  ///
  /// `keys` are those that were ever sent with an export: more orders than were acknowledged may be
  /// there, for whoever asked died before the answer.
  func problems(in state: StateFacts, keys: Set<String>) -> [String] {
    var problems = state.problems
    for (number, key) in orders where state.orders[number] != key {
      problems.append("order \(number) is missing")
    }
    for key in Set(state.orders.values).subtracting(keys) {
      problems.append("nobody asked for the order of \(key)")
    }
    if Set(state.orders.values).count != state.orders.count {
      problems.append("a key has two orders")
    }
    for (line, version) in versions where state.versions[line, default: 0] < version {
      problems.append("a decision about line \(line) is missing")
    }
    if state.entries < entries { problems.append("entries of the audit log are missing") }
    return problems
  }

  /// Takes what is there for acknowledged.
  mutating func take(_ state: StateFacts) {
    (orders, versions, entries) = (state.orders, state.versions, state.entries)
  }
}

/// What a state file has, read past the program.
struct StateFacts {
  var orders: [Int64: String] = [:]
  var versions: [Int64: Int64] = [:]
  var entries: Int64 = 0
  /// How each product stands by what was told, by SKU.
  var told: [String: String] = [:]
  var problems: [String] = []

  /// Reads a file; `orders` is the folder of the orders' files.
  init(_ path: String, orders folder: String) throws {
    var configuration = Configuration()
    // What a process left half done is undone by the next that may write.
    configuration.readonly = !FileManager.default.fileExists(atPath: path + "-journal")
    configuration.busyMode = .timeout(20)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    try queue.read { database in
      let check = try String.fetchAll(database, sql: "PRAGMA integrity_check")
      if check != ["ok"] { problems.append("damaged: \(check)") }
      for row in try Row.fetchAll(database, sql: "SELECT * FROM review_orders") {
        orders[row["id"]] = row["idempotency_key"]
        for (hash, ending) in [("xlsx_hash", "xlsx"), ("csv_hash", "csv")] {
          let file = "\(folder)/\(row[hash] as String).\(ending)"
          if !FileManager.default.fileExists(atPath: file) { problems.append("no file \(file)") }
        }
      }
      let incomplete = try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM review_orders WHERE lines <>
            (SELECT count(*) FROM review_order_lines WHERE order_id = review_orders.id)
          """)
      if incomplete != 0 { problems.append("an order lacks lines") }
      for row in try Row.fetchAll(database, sql: "SELECT id, version FROM review_lines") {
        versions[row["id"]] = row["version"]
      }
      // The audit log has a line's present decision record, so that neither was written without the
      // other.
      let torn = try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM review_lines AS line
          JOIN review_events AS event ON event.sequence =
            (SELECT max(sequence) FROM review_events WHERE line = line.id AND after IS NOT NULL)
          WHERE event.after <> line.stance
          """)
      if torn != 0 { problems.append("\(torn ?? 0) lines are not what the audit log says") }
      entries = try Int64.fetchOne(database, sql: "SELECT count(*) FROM review_events") ?? 0
      for row in try Row.fetchAll(database, sql: "SELECT sku, told FROM alert_states") {
        told[row["sku"]] = row["told"]
      }
    }
  }
}
