/// A value of JSON with a number kept as its text, and the keys in their order.
indirect enum JSONValue: Equatable {
  case null
  case boolean(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Equatable {
    var key: String
    var value: JSONValue
  }

  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var keys: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.key)
  }

  var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}

/// A strict little reader: Foundation's turns numbers into doubles.
struct JSONReader {
  struct Malformed: Error {
    var position: Int
  }

  private let bytes: [UInt8]
  private var index = 0

  static func read(_ bytes: [UInt8]) throws -> JSONValue {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Malformed(position: 0) }
    var reader = JSONReader(bytes: bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.index == bytes.count else { throw Malformed(position: reader.index) }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func value() throws -> JSONValue {
    skipSpace()
    switch try peek() {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object() throws -> JSONValue {
    var members: [JSONValue.Member] = []
    index += 1
    skipSpace()
    if try take("}") { return .object([]) }
    while true {
      skipSpace()
      let key = try string()
      skipSpace()
      guard try take(":") else { throw Malformed(position: index) }
      members.append(JSONValue.Member(key: key, value: try value()))
      skipSpace()
      if try take("}") { return .object(members) }
      guard try take(",") else { throw Malformed(position: index) }
    }
  }

  private mutating func array() throws -> JSONValue {
    var elements: [JSONValue] = []
    index += 1
    skipSpace()
    if try take("]") { return .array([]) }
    while true {
      elements.append(try value())
      skipSpace()
      if try take("]") { return .array(elements) }
      guard try take(",") else { throw Malformed(position: index) }
    }
  }

  private mutating func string() throws -> String {
    guard try take("\"") else { throw Malformed(position: index) }
    var content: [UInt8] = []
    while true {
      let byte = try peek()
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        return String(decoding: content, as: UTF8.self)
      case 0..<0x20:
        throw Malformed(position: index)
      case UInt8(ascii: "\\"):
        let kind = try peek()
        index += 1
        if kind == UInt8(ascii: "u") {
          guard index + 4 <= bytes.count,
            let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(code)
          else { throw Malformed(position: index) }
          content.append(contentsOf: String(Character(scalar)).utf8)
          index += 4
        } else {
          content.append(kind)
        }
      default:
        content.append(byte)
      }
    }
  }

  private mutating func number() throws -> JSONValue {
    let start = index
    while index < bytes.count, "+-.0123456789eE".utf8.contains(bytes[index]) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard text.wholeMatch(of: /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/) != nil else {
      throw Malformed(position: start)
    }
    return .number(text)
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
    guard bytes[index...].starts(with: word.utf8) else { throw Malformed(position: index) }
    index += word.utf8.count
    return value
  }

  private func peek() throws -> UInt8 {
    guard index < bytes.count else { throw Malformed(position: index) }
    return bytes[index]
  }

  private mutating func take(_ character: Unicode.Scalar) throws -> Bool {
    guard try peek() == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }
}
