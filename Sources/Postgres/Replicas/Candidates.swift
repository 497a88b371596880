/// A server that can be read from, and what it said about itself when it was asked.
public struct Candidate: Sendable, Equatable {
  /// The server as people write it: `host:port`, or the folder of its socket.
  public let name: String
  /// How to connect: to a standby only while it still is one.
  public let settings: ConnectionSettings
  /// The share of the load it is meant to carry.
  public let weight: Int
  /// Whether it is meant to be the primary, whatever it is now.
  public var isMeantAsPrimary = false
  /// What the server said.
  public let facts: ServerFacts
  /// The line of history that it is on.
  public let line: ServerLine

  /// The sessions for each unit of weight.
  public var load: Double { Double(facts.backends) / Double(max(1, weight)) }
}

/// A server that cannot be read from now, and why.
public struct RefusedHost: Sendable, Equatable, CustomStringConvertible {
  /// Why a server cannot be read from.
  public enum Reason: Sendable, Equatable {
    /// No session could be opened, or the server did not answer the questions.
    case unreachable(PostgresError)
    /// It is no standby, and reading from a primary is not allowed.
    case primary(ServerFacts)
    /// It takes writes, but another server of the set was promoted in its place.
    case formerPrimary(timeline: Int, present: Int)
  }

  /// The server as people write it, as far as it is known.
  public let name: String
  /// Why it cannot be read from.
  public let reason: Reason

  /// Whether it may be different in a moment.
  public var isTransient: Bool {
    switch reason {
    case .unreachable(let error): error.isTransient
    case .primary, .formerPrimary: false
    }
  }

  /// Whether nothing but another setting or another right lets its session be opened.
  var needsOperator: Bool {
    if case .unreachable(let error) = reason { error.needsOperator } else { false }
  }

  /// One log-safe line: the server and the reason, with what to do about it.
  public var description: String {
    switch reason {
    // Most errors name the server themselves.
    case .unreachable(let error): error.host == name ? "\(error)" : "\(name): \(error)"
    case .primary:
      "\(name): it is a primary, not a standby (to read from it, set database.allow_primary: true)"
    case .formerPrimary(let own, let present):
      "\(name): it is a former primary, on timeline \(own); the present one is on timeline"
        + " \(present): stop the former one, or make it a standby with pg_rewind"
    }
  }
}

/// The servers of a set, asked and put in order.
public struct Candidates: Sendable, Equatable {
  /// The servers to read from, the best first; never empty.
  public var usable: [Candidate]
  /// The others, in the order of the set.
  public var refused: [RefusedHost]
}

/// No server of a set can be read from.
public struct NoReplicaError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Why, for each server, in the order of the set.
  public let refused: [RefusedHost]

  /// Whether one of them may be usable in a moment.
  public var isTransient: Bool { refused.contains(where: \.isTransient) }

  /// What was thrown by those that no session could be opened with, in the order of the set.
  public var causes: [PostgresError] {
    refused.compactMap { if case .unreachable(let error) = $0.reason { error } else { nil } }
  }

  /// What decides how it ends: the first cause that only an operator can mend, though another server
  /// may come back by itself, or the cause of the only server; nil otherwise.
  public var decisiveCause: PostgresError? {
    causes.first(where: \.needsOperator) ?? (refused.count == 1 ? causes.first : nil)
  }

  /// One log-safe line with the reason for each server, what an operator must mend first.
  public var description: String {
    guard !refused.isEmpty else { return "no server is named" }
    // With one server its own error says more.
    if refused.count == 1, let cause = causes.first { return "\(cause)" }
    let ordered = refused.filter(\.needsOperator) + refused.filter { !$0.needsOperator }
    return "no server can be read from: " + ordered.map(\.description).joined(separator: "; ")
  }
}
