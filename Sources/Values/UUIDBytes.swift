/// A UUID as two big-endian halves: 16 bytes, compared as PostgreSQL compares, byte by byte.
public struct UUIDBytes: Hashable, Comparable, Sendable {
  /// The first eight bytes.
  public var high: UInt64
  /// The last eight bytes.
  public var low: UInt64

  /// The UUID of two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Parses 32 hexadecimal digits, with or without the four usual hyphens; nil otherwise.
  public init?(_ text: some StringProtocol) {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
    guard digits.count == 32, text.utf8.count == 32 || text.utf8.count == 36 else { return nil }
    if text.utf8.count == 36 {
      let hyphens = text.utf8.enumerated().filter { $0.element == UInt8(ascii: "-") }.map(\.offset)
      guard hyphens == [8, 13, 18, 23] else { return nil }
    }
    var halves: [UInt64] = [0, 0]
    for (index, byte) in digits.enumerated() {
      guard let nibble = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
      halves[index / 16] = halves[index / 16] << 4 | UInt64(nibble)
    }
    self.init(high: halves[0], low: halves[1])
  }

  /// The UUID of the first 16 of some bytes.
  public init(bytes: some Sequence<UInt8>) {
    self.init(high: 0, low: 0)
    for (place, byte) in bytes.prefix(16).enumerated() {
      if place < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
    }
  }

  /// The 16 bytes, which sort as the UUID does.
  public var bytes: [UInt8] {
    (0..<16).map {
      UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - $0 % 8 * 8))
    }
  }

  /// Orders by bytes.
  public static func < (left: UUIDBytes, right: UUIDBytes) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension UUIDBytes: Codable {
  /// Reads the usual form; throws `DecodingError` for another text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = UUIDBytes(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
    }
    self = id
  }

  /// Writes the usual form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension UUIDBytes: CustomStringConvertible {
  /// The usual lower-case form with hyphens.
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the usual lower-case form with hyphens, 36 bytes.
  public func append(to bytes: inout [UInt8]) {
    let dash = UInt8(ascii: "-")
    bytes.append(addingCapacity: 36) { text in
      Self.append(high, from: 64, to: 32, &text)
      text.append(dash)
      Self.append(high, from: 32, to: 16, &text)
      text.append(dash)
      Self.append(high, from: 16, to: 0, &text)
      text.append(dash)
      Self.append(low, from: 64, to: 48, &text)
      text.append(dash)
      Self.append(low, from: 48, to: 0, &text)
    }
  }

  /// Appends the digits of some bits of a half.
  @inline(__always)
  private static func append(
    _ half: UInt64, from upper: UInt64, to lower: UInt64, _ text: inout OutputSpan<UInt8>
  ) {
    var shift = upper
    while shift > lower {
      shift &-= 4
      let nibble = UInt8(truncatingIfNeeded: half &>> shift) & 0xF
      text.append(nibble &+ (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }
  }
}

/// A product in a store, in the order in which a ledger's instant is read.
public struct PairID: Hashable, Comparable, Codable, Sendable {
  /// The product.
  public var product: UUIDBytes
  /// The store.
  public var store: UUIDBytes

  private enum CodingKeys: String, CodingKey {
    case product = "product_id"
    case store = "store_id"
  }

  /// A product in a store.
  public init(product: UUIDBytes, store: UUIDBytes) {
    self.product = product
    self.store = store
  }

  /// By product, then store.
  public static func < (left: PairID, right: PairID) -> Bool {
    left.product == right.product ? left.store < right.store : left.product < right.product
  }
}
