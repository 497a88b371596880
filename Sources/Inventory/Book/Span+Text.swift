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
