import Glibc

/// Bytes on their way to a file: memory that grows and is used again.
///
/// An array would check on every byte whether it is shared.
@safe
struct ByteBuffer: ~Copyable {
  private(set) var count = 0
  private var capacity: Int
  private var base: UnsafeMutablePointer<UInt8>

  init(capacity: Int = 256) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit {
    unsafe base.deallocate()
  }

  /// The bytes, for as long as nothing is added.
  var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count)
  }

  /// Forgets the bytes and keeps the memory.
  mutating func removeAll() {
    count = 0
  }

  /// Adds a byte.
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    unsafe base[count] = byte
    count += 1
  }

  /// Adds the bytes of a literal, of which the compiler then knows how many they are.
  @inline(__always)
  mutating func append(_ word: StaticString) {
    unsafe append(word.utf8Start, count: word.utf8CodeUnitCount)
  }

  /// Adds the bytes of a short text.
  mutating func append(text word: String) {
    for byte in word.utf8 { append(byte) }
  }

  /// Adds bytes that lie elsewhere.
  @inline(__always)
  mutating func append(_ source: UnsafePointer<UInt8>, count more: Int) {
    if capacity - count < more { grow(by: more) }
    unsafe (base + count).update(from: source, count: more)
    count += more
  }

  /// Adds the first of eight bytes, which lie in a word from its low end on.
  @inline(__always)
  mutating func append(packed word: UInt64, count more: Int) {
    if capacity - count < 8 { grow(by: 8) }
    unsafe UnsafeMutableRawPointer(base + count).storeBytes(
      of: word.littleEndian, as: UInt64.self)
    count += more
  }

  /// Lends room for a number of bytes to a closure that fills all of it.
  @inline(__always)
  mutating func append(filling more: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
    if capacity - count < more { grow(by: more) }
    unsafe fill(base + count)
    count += more
  }

  /// Lends room for a number of bytes to a closure that fills some of it and says how many; when it
  /// says a negative number, nothing is added.
  mutating func append(
    upTo more: Int, _ fill: (UnsafeMutableRawPointer) -> Int64
  ) -> Int64 {
    if capacity - count < more { grow(by: more) }
    let filled = unsafe fill(UnsafeMutableRawPointer(base + count))
    count += max(0, Int(filled))
    return filled
  }

  /// Puts the bytes of another buffer in the place of a range; what stands after them moves.
  mutating func replace(_ length: Int, at place: Int, with other: borrowing ByteBuffer) {
    if capacity - count < other.count { grow(by: other.count) }
    unsafe memmove(base + place + other.count, base + place + length, count - place - length)
    unsafe memcpy(base + place, other.base, other.count)
    count += other.count - length
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    let larger = max(capacity * 2, count + more)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe new.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = new
    capacity = larger
  }
}
