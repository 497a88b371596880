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
