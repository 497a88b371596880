/// A random UUID (version 4) as two big-endian halves.
struct Identifier: Hashable {
  private let high: UInt64
  private let low: UInt64

  /// The next identifier of a stream of random numbers.
  init(from random: inout RandomSource) {
    high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
  }

  /// The usual lower-case form with hyphens.
  var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the usual lower-case form with hyphens, 36 bytes.
  func append(to bytes: inout [UInt8]) {
    Self.append(high, from: 60, to: 32, to: &bytes)
    bytes.append(Self.hyphen)
    Self.append(high, from: 28, to: 16, to: &bytes)
    bytes.append(Self.hyphen)
    Self.append(high, from: 12, to: 0, to: &bytes)
    bytes.append(Self.hyphen)
    Self.append(low, from: 60, to: 48, to: &bytes)
    bytes.append(Self.hyphen)
    Self.append(low, from: 44, to: 0, to: &bytes)
  }

  private static let hyphen = UInt8(ascii: "-")

  private static func append(
    _ half: UInt64, from first: UInt64, to last: UInt64, to bytes: inout [UInt8]
  ) {
    var shift = first
    while true {
      let nibble = UInt8(truncatingIfNeeded: half &>> shift) & 0xF
      bytes.append(nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble)
      if shift == last { return }
      shift &-= 4
    }
  }
}
