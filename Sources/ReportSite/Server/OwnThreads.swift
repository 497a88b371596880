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
