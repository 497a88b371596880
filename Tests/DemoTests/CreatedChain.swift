import Demo
import EmbeddedPostgres
import Foundation
import Logging
import Postgres
import Testing

/// Creates a chain that ends now in a database of its own, and removes everything afterwards.
func withCreatedChain(
  _ body: (inout PostgresConnection, ChainSummary) throws -> Void
) throws {
  let cluster = try EmbeddedCluster.start()
  defer { cluster.stop() }
  try cluster.createDatabase("demo")
  var connection = try PostgresConnection(
    cluster.settings(database: "demo", readOnly: false), logger: Logger(label: "demo-tests"))
  let now = Int(Date().timeIntervalSince1970 * 1_000_000)
  var steps: [ChainProgress] = []
  let summary = try RetailChain(now: now).create(in: &connection) { steps.append($0) }
  #expect(steps.count == 203 && steps.contains(.days(200, of: 200)) && steps.last == .statistics)
  try body(&connection, summary)
}
