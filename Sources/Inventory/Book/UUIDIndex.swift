import Values

/// Numbers UUIDs from 0 on in the order in which they come: a hash table of two words an entry.
///
/// A Dictionary would hash each key anew with a keyed hash; the ids are random already.
struct UUIDIndex: Sendable {
  private(set) var keys: [UUIDBytes] = []
  private var slots: [Int32] = Array(repeating: -1, count: 64)

  /// The number of a UUID, or nil when it has none.
  func find(_ key: UUIDBytes) -> Int32? {
    let entry = slots[slot(of: key)]
    return entry < 0 ? nil : entry
  }

  /// The number of a UUID, given now when it has none.
  mutating func insert(_ key: UUIDBytes) -> (number: Int32, isNew: Bool) {
    let place = slot(of: key)
    if slots[place] >= 0 { return (slots[place], false) }
    let number = Int32(keys.count)
    slots[place] = number
    keys.append(key)
    if keys.count * 2 > slots.count { grow() }
    return (number, true)
  }

  /// Where the key is, or the free slot where it belongs.
  private func slot(of key: UUIDBytes) -> Int {
    let mask = slots.count - 1
    var place = hash(key.high, key.low) & mask
    while slots[place] >= 0, keys[Int(slots[place])] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for number in keys.indices { slots[slot(of: keys[number])] = Int32(number) }
  }
}

/// Mixes two words into a table index, so that ids made in sequence spread as well as random ones.
func hash(_ high: UInt64, _ low: UInt64) -> Int {
  var mixed = (high ^ (low &<< 32 | low &>> 32)) &* 0x9E37_79B9_7F4A_7C15
  mixed ^= mixed &>> 32
  mixed = mixed &* 0xD6E8_FEB8_6659_FD93
  return Int(truncatingIfNeeded: (mixed ^ mixed &>> 29) &>> 1)
}
