import NIOPosix
import PublishedTables

extension TableReader {
  private static let threads: NIOThreadPool = {
    let threads = NIOThreadPool(numberOfThreads: 4)
    threads.start()
    return threads
  }()

  /// Reads tables on threads of their own: a long one keeps nobody else from those that all share.
  static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await threads.runIfActive(body)
  }
}
