/// Where a text lies in a `TextPool`.
public struct TextReference: Hashable, Sendable {
  // The texts of all products may be more than 4 GiB, one of them is not: PostgreSQL's fields are
  // smaller.
  fileprivate var start: Int
  fileprivate var count: UInt32

  /// No text: SQL's NULL.
  public static let none = TextReference(start: 0, count: .max)

  /// Whether there is no text at all; an empty text is one.
  public var isNone: Bool { count == .max }
  /// Whether there is no text or an empty one.
  public var isBlank: Bool { count == .max || count == 0 }
}

/// The texts of the catalogue end to end in one buffer, instead of an object for each.
public struct TextPool: Sendable {
  private var bytes: [UInt8] = []

  /// An empty pool.
  public init() {}

  /// Adds a text.
  public mutating func add(_ text: Span<UInt8>) -> TextReference {
    let start = bytes.count
    bytes.reserveCapacity(exactly(start + text.count))
    for index in text.indices { bytes.append(text[index]) }
    return TextReference(start: start, count: UInt32(text.count))
  }

  /// Adds a text.
  public mutating func add(_ text: String) -> TextReference {
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    return TextReference(start: start, count: UInt32(bytes.count - start))
  }

  /// The UTF-8 of a text; empty for none.
  public func bytes(of text: TextReference) -> ArraySlice<UInt8> {
    guard !text.isNone else { return [] }
    return bytes[text.start..<text.start + Int(text.count)]
  }

  /// A text as a String, for what happens once a group or once a message; empty for none.
  public func string(_ text: TextReference) -> String {
    String(decoding: bytes(of: text), as: UTF8.self)
  }

  /// Whether one text comes before another by its UTF-8 bytes, the empty one first.
  public func precedes(_ left: TextReference, _ right: TextReference) -> Bool {
    compare(left, right) < 0
  }

  /// Negative, 0 or positive as one text comes before, is the same as, or comes after another.
  func compare(_ left: TextReference, _ right: TextReference) -> Int {
    guard !left.isNone, !right.isNone else { return (left.isNone ? 0 : 1) - (right.isNone ? 0 : 1) }
    for offset in 0..<Int(min(left.count, right.count)) {
      let (a, b) = (bytes[left.start + offset], bytes[right.start + offset])
      if a != b { return Int(a) - Int(b) }
    }
    return Int(left.count) - Int(right.count)
  }

  /// A capacity that grows by doubling, for `reserveCapacity` would else grow by what is asked.
  private func exactly(_ needed: Int) -> Int {
    needed <= bytes.capacity ? needed : max(needed, bytes.capacity * 2)
  }
}

extension Span<UInt8> {
  /// Whether the bytes are those of a text.
  func equals(_ text: String) -> Bool {
    guard count == text.utf8.count else { return false }
    for (position, byte) in text.utf8.enumerated() where self[position] != byte { return false }
    return true
  }

  /// The text that the UTF-8 bytes spell.
  var string: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for position in indices { bytes.append(self[position]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
