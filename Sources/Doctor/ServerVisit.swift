import Foundation
import Postgres

/// One session with one server, and what was found in it.
struct ServerVisit {
  /// The server as people write it.
  let name: String
  let facts: ServerFacts
  let line: ServerLine
  private(set) var diagnoses: [Diagnosis] = []
  /// What was found about the indexes, which all servers of a cluster share.
  private(set) var indexes: [Diagnosis] = []

  /// Visits a server; throws what keeps a session from being opened or used.
  init(_ host: ReplicaSet.Host, _ examination: ServerExamination) throws {
    var settings = host.settings
    settings.target = .any
    let limit = settings.connectTimeout ?? .seconds(5)
    settings.silenceTimeout = limit
    settings.statementTimeout = limit
    let begun = ContinuousClock.now
    var connection = try PostgresConnection(
      settings, logger: examination.logger, cancellation: examination.cancellation)
    let wait = (ContinuousClock.now - begun) / .milliseconds(1)
    name = connection.host
    let asked = Date()
    let facts = try ServerFacts(&connection)
    let answered = Date()
    self.facts = facts
    line = try ServerLine(&connection)

    add("reachable", .pass, "a session is open after \(Int(wait)) ms")
    add("version", .pass, "PostgreSQL \(facts.version)")
    role(host, examination.replicas)
    if facts.isStandby { try freshness(&connection, examination) }
    clock(between: asked, and: answered)
    try zone(&connection, examination.timeZone)
    try workers(&connection)
    let isReadable = try rights(&connection, examination.tables.map(\.table))
    guard isReadable else { return }
    try columns(&connection, examination.tables)
    indexes = try IndexExamination.diagnoses(&connection)
  }

  mutating func add(
    _ title: String, _ status: Diagnosis.Status, _ detail: String, _ remedy: String...
  ) {
    diagnoses.append(Diagnosis(name, title, status, detail, remedy: remedy))
  }

  private mutating func role(_ host: ReplicaSet.Host, _ replicas: ReplicaSet) {
    switch (facts.isStandby, host.role) {
    case (true, .primary):
      add(
        "role", .warn, "a standby, although it is meant to be the primary",
        "Was there a fail-over? Change its role, and replica.primary_url if that names it.")
    case (true, _):
      add("role", .pass, "a standby")
    case (false, .standby):
      add(
        "role", .warn, "a primary, although it is meant to be a standby",
        "Was there a fail-over? Change its role, and replica.primary_url if it is the new primary.")
    case (false, _) where replicas.allowsPrimary:
      add("role", .pass, "a primary, which may be read from")
    case (false, _):
      add(
        "role", .warn, "a primary: nothing is read from it",
        "Name standbys, or set database.allow_primary: true.")
    }
  }

  private mutating func freshness(
    _ connection: inout PostgresConnection, _ examination: ServerExamination
  ) throws {
    let replicas = examination.replicas
    var gate = FreshnessGate(
      replicas, needed: replicas.needed(now: facts.clock), logger: examination.logger,
      cancellation: examination.cancellation)
    let freshness: Freshness<FreshnessProof>
    do {
      // The mark on the primary takes its time to come here.
      freshness = try gate.wait(for: &connection, asStandby: true, until: .now + .seconds(2))
    } catch let error as PostgresError where error.kind != .lost {
      add(
        "freshness", .fail, error.message,
        "replica.heartbeat_query must be a SELECT of one timestamptz in one row.")
      return
    }
    switch freshness {
    case .proven(let proof):
      let position = proof.replayPosition.map { "it has replayed up to \($0)" } ?? "it has replayed"
      let age = facts.replayTime.map { ", the last commit \(Self.span(facts.clock - $0)) ago" }
      add("freshness", .pass, "fresh enough for a report about now: \(position)\(age ?? "")")
    case .stale(let stale):
      add("freshness", .warn, "\(stale)", stale.remedy)
    }
  }

  private mutating func clock(between asked: Date, and answered: Date) {
    let middle = (asked.timeIntervalSince1970 + answered.timeIntervalSince1970) / 2
    let skew = Int64(middle * 1_000_000) - facts.clock
    // Half of the way there and back is not known.
    let doubt = Int64((answered.timeIntervalSince(asked)) * 500_000)
    let isClose = abs(skew) - doubt < 5_000_000
    let side = skew < 0 ? "behind" : "ahead of"
    if isClose {
      add("clock", .pass, "this machine's and the server's differ by \(Self.span(abs(skew)))")
    } else {
      add(
        "clock", .warn, "this machine is \(Self.span(abs(skew))) \(side) the server",
        "Let both take the time from NTP: the server's clock says which day is over.")
    }
  }

  private mutating func zone(
    _ connection: inout PostgresConnection, _ zone: ServerExamination.TimeZoneCheck
  ) throws(PostgresError) {
    let second = facts.clock / 1_000_000
    do throws(PostgresError) {
      let text = try connection.literal(zone.name)
      let rows = try connection.rows(
        """
        SELECT extract(epoch FROM (to_timestamp(\(second)) AT TIME ZONE \(text))
          - (to_timestamp(\(second)) AT TIME ZONE 'UTC'))::bigint
        """, name: "time zone")
      let theirs = rows.first?.first.flatMap { $0 }.flatMap { Int($0) }
      guard theirs == zone.offset(second) else {
        add(
          "time zone", .warn,
          "\(zone.name) is \(theirs ?? 0) s east of UTC here, \(zone.offset(second)) s for this"
            + " program", "Bring the time zone data of both up to date.")
        return
      }
      add("time zone", .pass, "\(zone.name) is the same here and for this program")
    } catch {
      guard error.kind == .query else { throw error }
      add(
        "time zone", .warn, "the server does not know \(zone.name)",
        "Install tzdata there; queries of reports that use the zone fail.")
    }
  }

  /// What the role may do with the tables; whether it can read them all.
  private mutating func rights(
    _ connection: inout PostgresConnection, _ wanted: [String]
  ) throws(PostgresError) -> Bool {
    let names = wanted.map { "'\($0)'" }.joined(separator: ", ")
    let rows = try connection.rows(
      """
      SELECT n.name, t.relation IS NOT NULL,
        has_table_privilege(t.relation, 'SELECT'),
        has_table_privilege(t.relation, 'INSERT, UPDATE, DELETE, TRUNCATE'),
        quote_ident(current_user)
      FROM unnest(ARRAY[\(names)]) AS n (name), LATERAL (SELECT to_regclass(n.name)) AS t (relation)
      ORDER BY n.name
      """, name: "rights")
    func tables(_ column: Int, _ value: String) -> String {
      rows.filter { $0[column] == value }.compactMap { $0[0] }.joined(separator: ", ")
    }
    let role = rows.first?[4] ?? "the role"
    let (missing, unreadable) = (tables(1, "f"), tables(2, "f"))
    if !missing.isEmpty {
      add(
        "tables", .fail, "not there, or not in the role's search_path: \(missing)",
        "Is database.name the inventory service's database? For another schema:",
        "ALTER ROLE \(role) SET search_path = that_schema;")
    }
    if !unreadable.isEmpty {
      add(
        "read rights", .fail, "\(role) cannot read \(unreadable)",
        "GRANT SELECT ON \(unreadable) TO \(role);")
    } else if missing.isEmpty {
      add("read rights", .pass, "\(role) can read the three tables")
    }
    guard missing.isEmpty else { return false }
    let writable = tables(3, "t")
    if writable.isEmpty {
      add("no write rights", .pass, "\(role) cannot change them")
    } else {
      add(
        "no write rights", .warn,
        "\(role) can change \(writable); every session is read only, all"
          + " the same",
        "Use a role of its own, or: REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON \(writable) FROM"
          + " \(role);")
    }
    return unreadable.isEmpty
  }

  private static func span(_ microseconds: Int64) -> String {
    microseconds < 10_000_000
      ? "\(microseconds / 1000) ms" : "\(microseconds / 1_000_000) s"
  }
}
