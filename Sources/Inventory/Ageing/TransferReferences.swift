import Reports
import Values

/// Numbers the references of transfers, byte by byte, for as long as they are of interest.
///
/// Nearly every transfer has a reference of its own, so those that nobody names any more are let go
/// (`keep`); their numbers are given out again. An object, since the book numbers what it reads and the
/// fold compares it days later.
final class TransferReferences {
  /// The number of no reference: NULL or an empty text.
  static let none: Int32 = 0

  private struct Entry {
    var start = 0
    /// -1 for a number that is free.
    var count: Int32 = 0
    /// In which stretch between two clearances it was last asked for.
    var stretch: Int32 = 0
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = [Entry()]
  private var slots: [Int32] = Array(repeating: -1, count: 64)
  private var free: [Int32] = []
  private var stretch: Int32 = 0
  private var limit = 1 << 14

  /// How many there are.
  var count: Int { entries.count - 1 - free.count }

  /// Whether it is time to let go of those that nobody names any more.
  var isFull: Bool { count >= limit }

  /// The number of a reference, given now when it has none.
  func number(of text: Span<UInt8>) -> Int32 {
    guard !text.isEmpty else { return Self.none }
    let place = slot(of: text)
    if slots[place] >= 0 {
      entries[Int(slots[place])].stretch = stretch
      return slots[place]
    }
    let start = bytes.count
    for position in text.indices { bytes.append(text[position]) }
    let entry = Entry(start: start, count: Int32(text.count), stretch: stretch)
    let number = free.popLast() ?? Int32(entries.count)
    if Int(number) == entries.count { entries.append(entry) } else { entries[Int(number)] = entry }
    slots[place] = number
    if count * 2 > slots.count { index(slots.count * 2) }
    return number
  }

  /// The bytes of a reference.
  func text(_ number: Int32) -> ArraySlice<UInt8> {
    let entry = entries[Int(number)]
    return bytes[entry.start..<entry.start + Int(entry.count)]
  }

  /// Whether one comes before another by its bytes, the empty one first.
  func precedes(_ left: Int32, _ right: Int32) -> Bool {
    left != right && text(left).lexicographicallyPrecedes(text(right))
  }

  /// Lets go of all but some, and but those that were asked for since the time before: a movement that
  /// is read and not counted yet has its number.
  func keep(_ isUsed: (Int32) -> Bool) {
    var kept: [UInt8] = []
    for number in entries.indices.dropFirst() where entries[number].count >= 0 {
      guard entries[number].stretch == stretch || isUsed(Int32(number)) else {
        entries[number].count = -1
        free.append(Int32(number))
        continue
      }
      let start = kept.count
      kept += text(Int32(number))
      entries[number].start = start
    }
    bytes = kept
    stretch &+= 1
    limit = max(1 << 14, count * 2)
    index(slots.count)
  }

  /// Makes the table of so many slots anew.
  private func index(_ size: Int) {
    slots = Array(repeating: -1, count: size)
    for number in entries.indices.dropFirst() where entries[number].count >= 0 {
      let text = text(Int32(number))
      slots[slot(of: text.span)] = Int32(number)
    }
  }

  /// Where the text is, or the free slot where it belongs.
  private func slot(of text: Span<UInt8>) -> Int {
    // FNV-1a; made even by the mixing of ids.
    var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in text.indices { mixed = (mixed ^ UInt64(text[position])) &* 0x100_0000_01B3 }
    let mask = slots.count - 1
    var place = hash(mixed, UInt64(text.count)) & mask
    while slots[place] >= 0, !equals(text, slots[place]) { place = (place + 1) & mask }
    return place
  }

  private func equals(_ text: Span<UInt8>, _ number: Int32) -> Bool {
    let entry = entries[Int(number)]
    guard Int(entry.count) == text.count else { return false }
    for position in text.indices where bytes[entry.start + position] != text[position] {
      return false
    }
    return true
  }
}
