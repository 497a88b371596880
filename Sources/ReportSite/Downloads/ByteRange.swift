/// The bytes that a `Range` asks for of a file of known length.
enum ByteRange: Equatable {
  /// All of it: nothing was asked for, or something that is not understood.
  case whole
  /// Some of it.
  case part(Range<Int>)
  /// None that are there.
  case beyond

  /// Several ranges in one request are answered with the whole file, as RFC 9110 allows.
  init(_ header: String?, length: Int) {
    self = .whole
    guard let header else { return }
    let parts = header.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].lowercased() == "bytes" else { return }
    let ends = parts[1].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return }
    func number(_ text: Substring) -> Int? {
      text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
    if ends[0].isEmpty {
      guard let last = number(ends[1]) else { return }
      self = last == 0 || length == 0 ? .beyond : .part(max(0, length - last)..<length)
    } else {
      guard let first = number(ends[0]), let last = ends[1].isEmpty ? Int.max : number(ends[1]),
        first <= last
      else { return }
      self =
        first >= length ? .beyond : .part(first..<min(length, last &+ 1 > 0 ? last + 1 : length))
    }
  }
}
