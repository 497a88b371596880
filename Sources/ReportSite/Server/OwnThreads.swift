import NIOPosix

/// Some threads that may wait, for one kind of work: what waits there keeps nobody else.
final class OwnThreads: Sendable {
  private let pool: NIOThreadPool

  /// A number of threads, which end with this.
  init(_ count: Int) {
    pool = NIOThreadPool(numberOfThreads: count)
    pool.start()
  }

  deinit { pool.shutdownGracefully { _ in } }

  /// Does something on one of the threads.
  func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await pool.runIfActive(body)
  }

  /// Begins something on one of the threads, and does not wait for it.
  func begin(_ body: @escaping @Sendable () -> Void) {
    pool.submit { _ in body() }
  }
}

extension Task where Failure == any Error {
  /// What comes of the task, or nil when that takes longer: the task goes on.
  ///
  /// A wait for a task's value cannot be left by cancelling it, so whichever comes first is waited for.
  func value(within time: Duration) async throws -> Success? {
    let (firsts, first) = AsyncStream.makeStream(of: Result<Success, any Error>?.self)
    let timer = Task<Void, any Error> {
      try await Task<Never, Never>.sleep(for: time)
      first.yield(nil)
    }
    defer { timer.cancel() }
    Task<Void, Never> { first.yield(await result) }
    for await result in firsts { return try result?.get() }
    throw Swift.CancellationError()
  }
}
