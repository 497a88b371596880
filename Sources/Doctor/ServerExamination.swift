import Foundation
package import Logging
package import Postgres
package import Values

/// Looks at the servers: can they be reached, what are they, how fresh, what may this role do there.
///
/// Every server is asked by itself, so that one that fails hides no other. Blocks.
package struct ServerExamination {
  /// The tables that are read, with the columns of each.
  let tables: [(table: String, columns: [String])]
  let replicas: ReplicaSet
  let timeZone: BusinessCalendar
  let logger: Logger
  let cancellation: RunCancellation
  /// What to do about an error, in one sentence.
  let remedy: (PostgresError) -> String?

  /// An examination of a set of servers, of which these columns of tables are read.
  package init(
    _ replicas: ReplicaSet, reading tables: [(table: String, columns: [String])],
    timeZone: BusinessCalendar, logger: Logger, cancellation: RunCancellation,
    remedy: @escaping (PostgresError) -> String?
  ) {
    self.replicas = replicas
    self.tables = tables
    self.timeZone = timeZone
    self.logger = logger
    self.cancellation = cancellation
    self.remedy = remedy
  }

  /// What was found, the servers in the order of the set; throws `CancellationError` after a stop.
  package func diagnoses() throws -> [Diagnosis] {
    var found: [Diagnosis] = []
    var visits: [ServerVisit] = []
    for host in replicas.hosts {
      try cancellation.check()
      do {
        let visit = try ServerVisit(host, self)
        found += visit.diagnoses
        visits.append(visit)
      } catch let error as PostgresError {
        try cancellation.check()
        let area = error.host ?? host.settings.description
        found.append(
          failure(area: area, error.kind == .version ? "version" : "reachable", error))
      }
    }
    found += history(visits)
    if visits.contains(where: \.facts.isStandby) { found.append(try proof()) }
    if let first = visits.first { found += first.indexes }
    return found
  }

  func failure(area: String, _ name: String, _ error: PostgresError) -> Diagnosis {
    Diagnosis(area, name, .fail, error.message, remedy: remedy(error).map { [$0] } ?? [])
  }

  /// Whether the servers are of one cluster, and no two take writes.
  private func history(_ visits: [ServerVisit]) -> [Diagnosis] {
    let area = "all servers"
    let systems = Set(visits.compactMap(\.line.system))
    guard systems.count < 2 else {
      let list = visits.map { "\($0.name): \($0.line.system ?? "?")" }.joined(separator: ", ")
      return [
        Diagnosis(
          area, "one cluster", .fail, "the servers are of different clusters: \(list)",
          remedy: ["Name only servers that follow the same primary."])
      ]
    }
    guard visits.count > 1 else { return [] }
    let timelines = Set(visits.compactMap(\.line.timeline)).sorted()
    guard timelines.count < 2 else {
      let list = visits.map { "\($0.name): \($0.line.timeline.map(String.init) ?? "?")" }
      return [
        Diagnosis(
          area, "one timeline", .warn,
          "the servers report different timelines: \(list.joined(separator: ", "))",
          remedy: [
            "After a fail-over, every standby must follow the new primary. One that does reports it"
              + " after its next restartpoint: run CHECKPOINT on it."
          ])
      ]
    }
    return [
      Diagnosis(
        area, "one cluster", .pass,
        "all servers follow one primary" + (timelines.first.map { ", on timeline \($0)" } ?? ""))
    ]
  }

  /// Whether there is a way to prove that a standby is fresh, whatever the primary does.
  private func proof() throws -> Diagnosis {
    let area = "primary"
    guard replicas.primary != nil else {
      guard replicas.heartbeatQuery == nil else {
        return Diagnosis(area, "proof", .pass, "the heartbeat proves how fresh a standby is")
      }
      return Diagnosis(
        area, "proof", .warn,
        "while the primary is idle, a fresh standby cannot be told from one that lags",
        remedy: ["Name the primary in replica.primary_url, or set replica.heartbeat_query."])
    }
    do {
      let mark = try replicas.primaryMark(logger: logger, cancellation: cancellation)
      return Diagnosis(
        area, "proof", .pass,
        "the primary gives its position, \(mark.map { "\($0.position)" } ?? "none")")
    } catch let error as PostgresError {
      try cancellation.check()
      var found = failure(area: area, "proof", error)
      found.status = .warn
      found.detail = "the server named as the primary gives no position: \(error.message)"
      return found
    }
  }
}
