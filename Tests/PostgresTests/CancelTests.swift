import Foundation
import Postgres
import Synchronization
import Testing

@Suite struct CancelTests {
  @Test func `another thread ends a query quickly, for good`() throws {
    var connection = try connect(TestCluster.settings())
    let canceller = connection.canceller
    let start = ContinuousClock.now
    Thread {
      Thread.sleep(forTimeInterval: 0.2)
      canceller.cancel()
    }.start()
    let error = try postgresError { try connection.execute("SELECT pg_sleep(30)", name: "sleep") }
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(error.sqlState == "57014")
    #expect(error.kind == .cancelled)
    #expect(error.reason == .cancelled)
    #expect(!error.isTransient)
    expect(!connection.isUsable)
    let later = try postgresError { try connection.execute("SELECT 1", name: "later") }
    #expect(later.kind == .cancelled)
  }

  @Test func `a cancel in the middle of a stream is an error, not an end`() throws {
    var connection = try connect(TestCluster.settings())
    let canceller = connection.canceller
    var rows = 0
    let error = try postgresError {
      _ = try connection.withSnapshot { connection in
        try connection.copyOut("SELECT generate_series(1, 100000000)", name: "long") { _ in
          rows += 1
          if rows == 1000 { canceller.cancel() }
        }
      }
    }
    #expect(error.sqlState == "57014")
    #expect(rows >= 1000)
  }

  @Test func `the statement time-out is a cancel too, and the connection goes on`() throws {
    var settings = try TestCluster.settings()
    settings.statementTimeout = .milliseconds(100)
    var connection = try connect(settings)
    let error = try postgresError { try connection.execute("SELECT pg_sleep(30)", name: "sleep") }
    #expect(error.sqlState == "57014")
    #expect(error.reason == .cancelled)
    expectEqual(try connection.rows("SELECT 1", name: "one"), [["1"]])
  }

  @Test(arguments: [
    // A backend that waits for its reader when it is terminated cannot send the reason any more.
    ("SELECT generate_series(1, 100000000)", ["57P01", nil]),
    // One that computes can.
    ("SELECT repeat('x', 9000), pg_sleep(0.01) FROM generate_series(1, 10000)", ["57P01"]),
  ])
  func `a terminated session in the middle of a stream is lost`(
    query: String, states: [String?]
  ) throws {
    let settings = try TestCluster.settings()
    var killer = try connect(settings)
    var connection = try connect(settings)
    let pid = connection.backendPID
    var rows = 0
    let error = try postgresError {
      try connection.copyOut(query, name: "long") { _ in
        rows += 1
        if rows == 2 { try killer.execute("SELECT pg_terminate_backend(\(pid))", name: "kill") }
      }
    }
    #expect(states.contains(error.sqlState))
    #expect(error.kind == .lost)
    #expect(error.isTransient)
    #expect(error.reason == .unreachable)
    expect(!connection.isUsable)
    let later = try postgresError { try connection.execute("SELECT 1", name: "later") }
    #expect(later.kind == .lost)
  }

  @Test func `a session that ended while idle is lost, in a snapshot as well`() throws {
    let settings = try TestCluster.settings()
    var killer = try connect(settings)
    var connection = try connect(settings)
    let pid = connection.backendPID
    let error = try postgresError {
      try connection.withSnapshot { connection in
        try killer.execute("SELECT pg_terminate_backend(\(pid))", name: "kill")
        Thread.sleep(forTimeInterval: 0.2)
        try connection.execute("SELECT 1", name: "next")
      }
    }
    #expect(error.query == "next")
    #expect(error.kind == .lost)
    #expect(error.sqlState == "57P01")
  }

  @Test func `a backend that hangs loses its connection after a cancel`() throws {
    let settings = try TestCluster.settings()
    var connection = try connect(settings)
    let pid = pid_t(connection.backendPID)
    let canceller = connection.canceller
    defer { kill(pid, SIGCONT) }
    Thread {
      Thread.sleep(forTimeInterval: 0.3)
      kill(pid, SIGSTOP)
      canceller.cancel()
    }.start()
    let start = ContinuousClock.now
    let error = try postgresError { try connection.execute("SELECT pg_sleep(60)", name: "hung") }
    #expect(error.kind == .cancelled)
    #expect((.seconds(4) ..< .seconds(50)).contains(ContinuousClock.now - start))
  }

  @Test func `a cancelled task ends its query and gets the error`() async throws {
    let settings = try TestCluster.settings()
    let isReady = Atomic(false)
    let task = Task {
      try await runOnOwnThread(named: "sleeper") { cancellation in
        var connection = try PostgresConnection(
          settings, logger: quiet, cancellation: cancellation)
        isReady.store(true, ordering: .relaxed)
        try connection.execute("SELECT pg_sleep(600)", name: "sleep")
      }
    }
    while !isReady.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(10)) }
    let start = ContinuousClock.now
    task.cancel()
    let error = await #expect(throws: PostgresError.self) { try await task.value }
    #expect(error?.reason == .cancelled)
    // Generous: the test's own task has to wait for a free thread of the pool.
    #expect(ContinuousClock.now - start < .seconds(120))
  }

  @Test func `a task cancelled before it begins opens no connection`() async throws {
    let began = Atomic(false)
    let task = Task {
      try? await Task.sleep(for: .seconds(60))
      try await runOnOwnThread(named: "late") { _ in began.store(true, ordering: .relaxed) }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    expect(!began.load(ordering: .relaxed))
  }

  /// What bodies that block and the task that releases them share.
  private final class Meeting: Sendable {
    let begun = Atomic(0)
    let isReleased = Atomic(false)
    let gaveUp = Atomic(0)
  }

  @Test func `blocking bodies do not hold up other tasks`() async throws {
    // More than the pool has threads: on these nothing else could run until they give up.
    let bodies = ProcessInfo.processInfo.activeProcessorCount * 4
    let meeting = Meeting()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<bodies {
        group.addTask {
          try await runOnOwnThread(named: "sleeper") { _ in
            meeting.begun.add(1, ordering: .relaxed)
            let deadline = ContinuousClock.now + .seconds(20)
            while !meeting.isReleased.load(ordering: .relaxed) {
              guard .now < deadline else {
                meeting.gaveUp.add(1, ordering: .relaxed)
                return
              }
              Thread.sleep(forTimeInterval: 0.01)
            }
          }
        }
      }
      group.addTask {
        while meeting.begun.load(ordering: .relaxed) < bodies {
          try await Task.sleep(for: .milliseconds(5))
        }
        meeting.isReleased.store(true, ordering: .relaxed)
      }
      try await group.waitForAll()
    }
    expectEqual(meeting.gaveUp.load(ordering: .relaxed), 0)
  }
}
