import Crypto
import StateStore
import Values

/// The ids of events: UUIDs of version 5 (RFC 9562, section 5.5), so that the same event has the
/// same id whichever process writes it, at any time.
enum EventIdentity {
  /// `f5d9e9a4-6e0c-4c57-9b1a-2f7d3f0c8e11`, chosen once.
  private static let namespace = UUIDBytes(high: 0xF5D9_E9A4_6E0C_4C57, low: 0x9B1A_2F7D_3F0C_8E11)

  /// The id of an event of a type, made from the parts that distinguish it.
  static func id(_ type: String, _ parts: [String]) -> UUIDBytes {
    var name = namespace.bytes
    name.append(contentsOf: type.utf8)
    for part in parts {
      // No id, number or time has a line break in it.
      name.append(UInt8(ascii: "\n"))
      name.append(contentsOf: part.utf8)
    }
    return version5(ofSHA1: Array(Insecure.SHA1.hash(data: name)))
  }

  /// The id of an event of a product in a store.
  static func id(
    _ type: String, product: UUIDBytes, store: UUIDBytes, state: StockState, episode: Episode,
    reminder: Int
  ) -> UUIDBytes {
    id(
      type,
      [
        product.description, store.description, state.rawValue,
        episode.start.map(\.description) ?? "", String(episode.ordinal), String(reminder),
      ])
  }

  private static func version5(ofSHA1 digest: [UInt8]) -> UUIDBytes {
    var id = UUIDBytes(bytes: digest)
    id.high = id.high & 0xFFFF_FFFF_FFFF_0FFF | 0x5000
    id.low = id.low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return id
  }
}
