import Foundation

/// Runs a blocking body on a thread of its own and waits for it without blocking the caller's.
///
/// libpq blocks, and the cooperative pool has only as many threads as the machine has cores: a
/// blocking call there would stop every other task. If the calling task is cancelled, the
/// connections registered with the ``RunCancellation`` are cancelled and the body's error comes
/// back; if it is cancelled before the body begins, the body does not run and `CancellationError`
/// is thrown.
/// - Parameters:
///   - name: The thread's name in debuggers.
///   - stackSize: The thread's stack in bytes; only touched pages cost memory.
///   - body: The work.
/// - Returns: What the body returns.
/// - Throws: What the body throws, or `CancellationError`.
public func runOnOwnThread<Result: Sendable>(
  named name: String, stackSize: Int = 16 << 20,
  _ body: @escaping @Sendable (RunCancellation) throws -> Result
) async throws -> Result {
  let cancellation = RunCancellation()
  return try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        continuation.resume(
          with: Swift.Result {
            try cancellation.check()
            return try body(cancellation)
          })
      }
      thread.name = name
      thread.stackSize = stackSize
      thread.start()
    }
  } onCancel: {
    cancellation.cancel()
  }
}
