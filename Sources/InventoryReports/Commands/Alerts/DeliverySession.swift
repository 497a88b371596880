import Alerts
import ArgumentParser
import Files
import Foundation
import Postgres
import StateStore

/// What every command that delivers needs: the state, the services, and to be the only one.
struct DeliverySession: Sendable {
  let state: StateDatabase
  private let endpoints: [Endpoint]
  private let policy: DeliveryPolicy
  private let lock: FileLock<SystemError>

  /// Opens the state; throws `AnotherRun` when another process decides or delivers.
  init(_ settings: Settings) throws {
    endpoints = try settings.endpoints()
    policy = try settings.deliveryPolicy()
    // There it is noted which state this is, so that a lost one is missed though nothing is published.
    try? FileManager.default.createDirectory(
      atPath: settings.output, withIntermediateDirectories: true)
    state = try settings.statePlace.open()
    let path = StateName.alertsLock.path(in: settings.stateFolder)
    do {
      guard let lock = try FileLock<SystemError>(path: path) else { throw AnotherRun() }
      self.lock = lock
    } catch let error as SystemError {
      throw CannotWrite(description: "\(path) cannot be locked: \(error.reason)")
    }
  }

  /// Delivers what waits; blocks the thread.
  func deliver(resumes: Bool, cancellation: RunCancellation) throws -> [DeliveryResult] {
    let results = try Delivery(state, to: endpoints, policy: policy)
      .run(resumes: resumes) { cancellation.isCancelled }
    try cancellation.check()
    return results
  }
}

/// Another process works on the alerts.
struct AnotherRun: Error, CustomStringConvertible {
  let description = "another process is already deciding or delivering alerts"
}

/// What deliveries came to, for people and programs.
struct DeliveryReport {
  let results: [DeliveryResult]

  /// One line for each service.
  var lines: [String] {
    results.map { result in
      var parts = ["\(RunProgress.grouped(result.delivered)) delivered"]
      if result.pending > 0 { parts.append("\(RunProgress.grouped(result.pending)) waiting") }
      if result.dead > 0 { parts.append("\(RunProgress.grouped(result.dead)) given up") }
      return "\(result.endpoint.rawValue): \(parts.joined(separator: ", "))"
    }
  }

  /// What did not arrive, and what to do.
  var problems: [String] {
    results.compactMap { result in
      guard !result.isComplete else { return nil }
      var text = "\(result.endpoint.rawValue) service: "
      if result.isStopped {
        return text + "stopped after a 410 answer; \(result.pending) events wait."
          + " Resume with 'inventory-reports alerts flush --resume'"
      }
      var parts: [String] = []
      if result.pending > 0 {
        parts.append("\(result.pending) events wait for the next run")
      }
      if result.dead > 0 {
        parts.append("\(result.dead) were given up: see 'inventory-reports alerts dead'")
      }
      text += parts.joined(separator: "; ")
      return result.lastError.map { "\(text) (\($0))" } ?? text
    }
  }

  struct Service: Encodable {
    var service: String
    var delivered: Int
    var waiting: Int
    var given_up: Int
    var failed_attempts: Int
    var stopped: Bool
    var last_error: String?
  }

  var document: [Service] {
    results.map {
      Service(
        service: $0.endpoint.rawValue, delivered: $0.delivered, waiting: $0.pending,
        given_up: $0.dead, failed_attempts: $0.failures, stopped: $0.isStopped,
        last_error: $0.lastError)
    }
  }
}
