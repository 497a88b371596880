import Foundation
import NIOCore

/// Addresses that share their first bits, such as `10.1.0.0/24`; one address without `/`.
struct AddressRange: Sendable {
  private let bytes: [UInt8]
  private let bits: Int

  /// Throws when the text is none.
  init(_ text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2, let bytes = Self.bytes(String(first)) else {
      throw UnusableAccess("'\(text)' is not an address; expected one like 10.1.0.5 or 10.1.0.0/24")
    }
    let most = bytes.count * 8
    guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else {
      throw UnusableAccess("'\(text)': expected a number from 0 to \(most) after the '/'")
    }
    self.bytes = bytes
    self.bits = bits
  }

  /// Whether an address lies in the range.
  func contains(_ address: String) -> Bool {
    guard let other = Self.bytes(address), other.count == bytes.count else { return false }
    return (0..<bits).allSatisfy { bit in
      let mask = UInt8(0x80) >> (bit % 8)
      return bytes[bit / 8] & mask == other[bit / 8] & mask
    }
  }

  /// The 4 or 16 bytes of an address; an IPv4 address that is written as IPv6 is one of IPv4.
  private static func bytes(_ text: String) -> [UInt8]? {
    guard !text.contains("%"), (try? SocketAddress(ipAddress: text, port: 0)) != nil else {
      return nil
    }
    if !text.contains(":") { return text.split(separator: ".").compactMap { UInt8($0) } }
    var sides = text.components(separatedBy: "::").map { side in
      side.split(separator: ":").flatMap { group -> [UInt8] in
        if group.contains(".") { return group.split(separator: ".").compactMap { UInt8($0) } }
        let word = UInt16(group, radix: 16) ?? 0
        return [UInt8(word >> 8), UInt8(word & 0xFF)]
      }
    }
    if sides.count == 2 {
      let missing = max(0, 16 - sides[0].count - sides[1].count)
      sides.insert([UInt8](repeating: 0, count: missing), at: 1)
    }
    let bytes = sides.flatMap { $0 }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
  }
}
