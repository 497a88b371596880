import Synchronization

/// Work that takes long, done once for all who ask for the same.
///
/// A caller waits for a limited time. The work continues, and its result is there for some
/// minutes, so that they find it done when they ask again.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Piece {
    var number: Int
    var task: Task<Value, any Error>
    /// From when on it is done anew; nil while it goes on.
    var stale: Duration?
    /// What came of it.
    var made: Value?
  }

  private struct State {
    var pieces: [Key: Piece] = [:]
    var begun = 0
  }

  private let patience: Duration
  private let life: Duration
  private let failureLife: Duration
  private let now: @Sendable () -> Duration
  private let state = Mutex(State())

  /// Work that is waited for as long as `patience`, and kept for `life`, a failure for `failureLife`.
  init(
    patience: Duration = .seconds(60), life: Duration = .seconds(600),
    failureLife: Duration = .seconds(20), now: @escaping @Sendable () -> Duration = Monotonic.now
  ) {
    self.patience = patience
    self.life = life
    self.failureLife = failureLife
    self.now = now
  }

  /// The result of the work for a key, which this begins if needed; nil while it continues.
  ///
  /// Throws what the work threw.
  func value(
    of key: Key, doing work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value? {
    let task = state.withLock { state in
      let now = now()
      state.pieces = state.pieces.filter { $0.value.stale.map { now < $0 } ?? true }
      if let piece = state.pieces[key] { return piece.task }
      state.begun += 1
      let number = state.begun
      let task = Task {
        let result = await Result(awaiting: work)
        self.end(key, number, result)
        return try result.get()
      }
      state.pieces[key] = Piece(number: number, task: task)
      return task
    }
    return try await task.value(within: patience)
  }

  /// Forgets values that are no longer good, so that they are made anew; what goes on stays.
  func forget(where isGone: @Sendable (Value) -> Bool) {
    state.withLock { state in
      state.pieces = state.pieces.filter { !($0.value.made.map(isGone) ?? false) }
    }
  }

  private func end(_ key: Key, _ number: Int, _ result: Result<Value, any Error>) {
    state.withLock { state in
      guard state.pieces[key]?.number == number else { return }
      switch result {
      case .success(let value):
        state.pieces[key]?.stale = now() + life
        state.pieces[key]?.made = value
      // It was turned away, not done.
      case .failure(is HTTPProblem): state.pieces[key] = nil
      case .failure: state.pieces[key]?.stale = now() + failureLife
      }
    }
  }
}

extension Result where Failure == any Error {
  /// What an asynchronous function gave or threw.
  fileprivate init(awaiting body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
