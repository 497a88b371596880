import Foundation
import Inventory
package import Postgres
package import Reports
import RollForward
import StockReading

/// Holds a definition against its sources: the computations, and the database when there is one.
package enum DefinitionCheck {
  /// Whether the computed tables have the definition's columns; a sentence for each difference.
  package static func problems(of definition: ReportDefinition) -> [String] {
    var problems: [String] = []
    for table in definition.tables {
      guard case .computation(let name) = table.source else { continue }
      let found = Computations.find(name)
      guard let columns = found.flatMap({ $0.computation.columns(of: $0.table) }) else {
        let known = Computations.all.flatMap { $0.tableNames }.joined(separator: ", ")
        problems.append("table \(table.key): unknown computation \(name); known: \(known)")
        continue
      }
      problems += compare(
        table, with: columns.map { (key: $0.key, type: $0.type) }, source: name)
    }
    return problems + checkProblems(of: definition) + priceProblems(of: definition)
      + mixtureProblems(of: definition)
  }

  /// Tables of published reports beside tables of the database: they are not made at the same time.
  private static func mixtureProblems(of definition: ReportDefinition) -> [String] {
    guard definition.isOfPublished else { return [] }
    let others = definition.tables.filter { table in
      guard case .computation(let name) = table.source else { return true }
      return Computations.find(name)?.computation.name != RollForward.name
    }
    return others.map {
      "table \($0.key): a report with tables of \(RollForward.name) has no others"
    }
      + definition.checks.filter { if case .query = $0.source { true } else { false } }.map {
        "check \($0.name): a report with tables of \(RollForward.name) reads no database"
      }
  }

  /// Checks that ask for past prices in a report that has no figure at them.
  private static func priceProblems(of definition: ReportDefinition) -> [String] {
    guard !definition.usesPastPrices else { return [] }
    let priced = BuiltInReports.all.filter { $0.usesPastPrices }.map { $0.name }
    return definition.checks.compactMap { check in
      guard case .query(let file) = check.source else { return nil }
      do {
        let use = try definition.query(file: file).uses
          .first { SQLVariables.ofChecks.contains($0.name) }
        return use.map {
          "\(definition.folder)/\(file):\($0.line): check \(check.name): :'\($0.name)' is for reports"
            + " with tables of \(priced.joined(separator: " or "))"
        }
      } catch {
        return "check \(check.name): \(error)"
      }
    }
  }

  /// Checks that none of the report's computations makes.
  private static func checkProblems(of definition: ReportDefinition) -> [String] {
    let known = Set(definition.allComputations.flatMap { $0.checkNames }).sorted()
    return definition.checks.filter { $0.source == .computed && !known.contains($0.name) }.map {
      "check \($0.name): no computation of the report has this check; known: "
        + (known.isEmpty ? "none" : known.joined(separator: ", "))
    }
  }

  /// Whether the queries can be prepared and give the definition's columns; a sentence for each
  /// difference.
  ///
  /// Nothing is run. Throws `PostgresError` when the server itself fails.
  package static func problems(
    of definition: ReportDefinition, in connection: inout PostgresConnection
  ) throws -> [String] {
    var problems: [String] = []
    for table in definition.tables {
      guard case .query(let file) = table.source else { continue }
      problems += try QueryReading(definition: definition, table: table, file: file)
        .problems(in: &connection).map { "table \(table.key), \(file): \($0)" }
    }
    for check in definition.checks {
      guard case .query(let file) = check.source else { continue }
      problems += try QueryReading.problems(
        ofCheck: file, in: definition, connection: &connection
      ).map { "check \(check.name), \(file): \($0)" }
    }
    return problems
  }

  private static func compare(
    _ table: TableDefinition, with columns: [(key: String, type: ColumnType)], source: String
  ) -> [String] {
    var problems: [String] = []
    let given = columns.map(\.key)
    for column in table.columns {
      guard let computed = columns.first(where: { $0.key == column.key }) else {
        problems.append("table \(table.key): \(source) has no column \(column.key)")
        continue
      }
      if computed.type != column.type {
        problems.append(
          "table \(table.key), column \(column.key): \(source) gives \(computed.type.described),"
            + " not \(column.type.described)")
      }
    }
    for key in given where table.index(of: key) == nil {
      problems.append("table \(table.key): the column \(key) of \(source) is missing")
    }
    if problems.isEmpty, table.columns.map(\.key) != given {
      problems.append(
        "table \(table.key): the columns must be in the order \(given.joined(separator: ", "))")
    }
    return problems
  }
}

extension ColumnType {
  var described: String {
    if case .decimal(let scale) = self { "decimal with scale \(scale)" } else { name }
  }
}
