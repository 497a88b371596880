/// Values of one plain type, one after another, of which there may be more than memory holds.
///
/// It is used as an Array is, and like one it is a value: a copy is taken when one of two is
/// changed. Up to the limit of its `MemoryBudget` it lies in memory, beyond in a file without a name;
/// nothing else is different, but for the time that it takes. Reading or writing beyond its end ends
/// the process, as with an Array.
@safe public struct SpillableColumn<Element: BitwiseCopyable & Sendable> {
  /// What it shares the memory of the process with.
  public let memory: MemoryBudget
  /// Where the elements lie; nil as long as there are none.
  @usableFromInline var mapping: Mapping?
  /// The mapping's first byte, kept here so that an element is one look away.
  ///
  /// It stays right because a mapping moves only when it is asked to by the one column that has it.
  @usableFromInline var base: UnsafeMutablePointer<Element>?
  @usableFromInline var capacity = 0
  @usableFromInline var used = 0

  /// An empty column.
  public init(memory: MemoryBudget = .unlimited) {
    self.memory = memory
  }

  /// A column of a number of equal elements.
  public init(repeating value: Element, count: Int, memory: MemoryBudget = .unlimited) {
    self.memory = memory
    append(repeating: value, count: count)
  }

  /// How many elements there are.
  @inlinable public var count: Int { used }

  /// An element by its number.
  public subscript(number: Int) -> Element {
    @inlinable get {
      precondition(UInt(bitPattern: number) < UInt(bitPattern: used), "beyond the column's end")
      // The pointer alone would not keep the mapping.
      return withExtendedLifetime(mapping) { unsafe base.unsafelyUnwrapped[number] }
    }
    @inlinable _modify {
      precondition(UInt(bitPattern: number) < UInt(bitPattern: used), "beyond the column's end")
      if !isKnownUniquelyReferenced(&mapping) { makeRoom(for: used) }
      yield unsafe &base.unsafelyUnwrapped[number]
    }
  }

  /// Adds an element at the end.
  @inlinable public mutating func append(_ value: Element) {
    if used == capacity || !isKnownUniquelyReferenced(&mapping) { makeRoom(for: used + 1) }
    unsafe base.unsafelyUnwrapped[used] = value
    used += 1
  }

  /// Adds a number of equal elements at the end.
  @inlinable public mutating func append(repeating value: Element, count: Int) {
    for _ in 0..<count { append(value) }
  }

  /// Makes the mapping this column's own and large enough.
  @usableFromInline @inline(never) mutating func makeRoom(for wanted: Int) {
    let stride = MemoryLayout<Element>.stride
    let room = wanted > capacity ? Swift.max(wanted, capacity + capacity / 2) : wanted
    if isKnownUniquelyReferenced(&mapping) {
      mapping?.grow(to: room * stride, keeping: used * stride)
    } else {
      let own = Mapping(bytes: room * stride, memory: memory)
      if let mapping { own.copy(mapping, bytes: used * stride) }
      mapping = own
    }
    guard let mapping else { return }
    unsafe base = mapping.address.assumingMemoryBound(to: Element.self)
    capacity = mapping.size / stride
  }
}

// A mapping changes only while one column alone has it; what several have is only read.
extension SpillableColumn: @unchecked Sendable {}

extension SpillableColumn: RandomAccessCollection {
  /// The number of the first element.
  @inlinable public var startIndex: Int { 0 }
  /// The number after that of the last.
  @inlinable public var endIndex: Int { used }
}
