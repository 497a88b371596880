import Values

/// A JSON object written key by key, in the order of the contract.
///
/// An encoder would choose an order of its own and pass decimals through Double.
struct JSONObject {
  private var members: [(key: String, value: JSONText)] = []

  /// The object's bytes.
  var text: [UInt8] {
    var bytes: [UInt8] = []
    value.append(.event, to: &bytes)
    return bytes
  }

  private var value: JSONText { .object(members) }

  mutating func add(_ key: String, _ value: JSONText) {
    members.append((key, value))
  }

  mutating func add(_ key: String, _ value: String?) {
    add(key, .optional(value))
  }

  mutating func add(_ key: String, _ value: Int) {
    add(key, .count(value))
  }

  mutating func add(_ key: String, _ value: Bool) {
    add(key, .boolean(value))
  }

  mutating func add(_ key: String, _ id: UUIDBytes?) {
    add(key, id?.description)
  }

  /// Adds a decimal digit for digit, without zeros at its end but the first: `15.0`, `2.125`.
  mutating func add(_ key: String, _ value: Int128?, scale: Int) {
    guard let value else { return add(key, .null) }
    add(key, number: ExactDecimal.text(value, scale: scale))
  }

  /// Adds a number as it is published, a decimal without zeros at its end but the first.
  mutating func add(_ key: String, number text: String) {
    var digits = text
    if text.contains(".") {
      while digits.hasSuffix("0"), !digits.hasSuffix(".0") { digits.removeLast() }
    }
    add(key, .number(digits))
  }

  mutating func add(_ key: String, _ object: JSONObject) {
    add(key, object.value)
  }

  mutating func add(_ key: String, _ objects: [JSONObject]) {
    add(key, .array(objects.map(\.value)))
  }

  /// Adds the keys of another object after those that are there.
  mutating func append(_ other: JSONObject) {
    members += other.members
  }
}
