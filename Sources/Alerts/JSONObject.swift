import Reports

/// A JSON object written key by key, in the order of the contract.
///
/// An encoder would choose an order of its own and pass decimals through Double.
struct JSONObject {
  private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

  /// The object's bytes.
  var text: [UInt8] { bytes + [UInt8(ascii: "}")] }

  mutating func add(_ key: String, _ value: String) {
    addKey(key)
    Self.append(value, to: &bytes)
  }

  mutating func add(_ key: String, _ value: String?) {
    if let value { add(key, value) } else { add(key, raw: Array("null".utf8)) }
  }

  mutating func add(_ key: String, _ value: Int) {
    add(key, raw: Array(String(value).utf8))
  }

  mutating func add(_ key: String, _ value: Bool) {
    add(key, raw: Array(String(value).utf8))
  }

  mutating func add(_ key: String, _ id: UUIDBytes?) {
    add(key, id?.description)
  }

  /// Adds a decimal digit for digit, without zeros at its end but the first: `15.0`, `2.125`.
  mutating func add(_ key: String, _ value: Int128?, scale: Int) {
    guard let value else { return add(key, nil as String?) }
    addKey(key)
    ExactDecimal.append(value, scale: scale, to: &bytes)
    if scale > 0 { trimZeros() }
  }

  /// Adds a number as it is published, a decimal without zeros at its end but the first.
  mutating func add(_ key: String, number text: String) {
    addKey(key)
    bytes += text.utf8
    if text.utf8.contains(UInt8(ascii: ".")) { trimZeros() }
  }

  private mutating func trimZeros() {
    let zero = UInt8(ascii: "0")
    let point = UInt8(ascii: ".")
    while bytes.last == zero, bytes[bytes.count - 2] != point { bytes.removeLast() }
  }

  mutating func add(_ key: String, _ object: JSONObject) {
    add(key, raw: object.text)
  }

  mutating func add(_ key: String, _ objects: [JSONObject]) {
    addKey(key)
    bytes.append(UInt8(ascii: "["))
    for (place, object) in objects.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += object.text
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Adds the keys of another object after those that are there.
  mutating func append(_ other: JSONObject) {
    guard other.bytes.count > 1 else { return }
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes += other.bytes.dropFirst()
  }

  private mutating func add(_ key: String, raw: [UInt8]) {
    addKey(key)
    bytes += raw
  }

  private mutating func addKey(_ key: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    Self.append(key, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      default:
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
