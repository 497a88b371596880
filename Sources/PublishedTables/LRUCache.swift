import Synchronization

/// What was worked out once and may be asked for again, within a bound of bytes; the least lately used
/// goes first.
package final class LRUCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Kept {
    var value: Value
    var bytes: Int
    var used: Int
  }

  private struct State {
    var kept: [Key: Kept] = [:]
    var bytes = 0
    var clock = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  /// A cache of at most a number of bytes.
  package init(limit: Int) {
    self.limit = limit
  }

  /// How many bytes are kept.
  package var bytes: Int { state.withLock(\.bytes) }

  /// What is kept for a key.
  package func value(_ key: Key) -> Value? {
    state.withLock { state in
      state.clock += 1
      state.kept[key]?.used = state.clock
      return state.kept[key]?.value
    }
  }

  /// Keeps a value of about a number of bytes, unless it would fill the cache.
  package func keep(_ value: Value, _ key: Key, bytes: Int) {
    guard bytes <= limit else { return }
    state.withLock { state in
      state.clock += 1
      if let former = state.kept[key] { state.bytes -= former.bytes }
      state.kept[key] = Kept(value: value, bytes: bytes, used: state.clock)
      state.bytes += bytes
      while state.bytes > limit,
        let oldest = state.kept.min(by: { $0.value.used < $1.value.used })
      {
        state.bytes -= oldest.value.bytes
        state.kept[oldest.key] = nil
      }
    }
  }
}
