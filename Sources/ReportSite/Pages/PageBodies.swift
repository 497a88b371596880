import Hummingbird
import Synchronization

/// Contents of pages that are made once and sent many times, within a bound of memory.
final class PageBodies<Key: Hashable & Sendable>: Sendable {
  private struct Kept {
    var body: ByteBuffer
    var used: Int
  }

  private struct Memory {
    var generation = 0
    var kept: [Key: Kept] = [:]
    var bytes = 0
    var clock = 0
  }

  private let memory = Mutex(Memory())
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// The body of a key, if it was made of this generation; those of an older one are forgotten.
  func body(_ key: Key, generation: Int = 0) -> ByteBuffer? {
    memory.withLock { memory in
      guard memory.generation == generation else { return nil }
      memory.clock += 1
      memory.kept[key]?.used = memory.clock
      return memory.kept[key]?.body
    }
  }

  /// Keeps a body.
  func keep(_ body: ByteBuffer, _ key: Key, generation: Int = 0) {
    guard body.readableBytes <= limit / 4 else { return }
    memory.withLock { memory in
      if generation > memory.generation {
        memory = Memory(generation: generation)
      } else if generation < memory.generation {
        return
      }
      memory.clock += 1
      if let former = memory.kept[key] { memory.bytes -= former.body.readableBytes }
      memory.kept[key] = Kept(body: body, used: memory.clock)
      memory.bytes += body.readableBytes
      while memory.bytes > limit,
        let oldest = memory.kept.min(by: { $0.value.used < $1.value.used })
      {
        memory.bytes -= oldest.value.body.readableBytes
        memory.kept[oldest.key] = nil
      }
    }
  }
}
