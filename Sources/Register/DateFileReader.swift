import Crypto
import Files
import Values

/// Reads a date's movements one after another, in the order of their ids.
final class DateFileReader {
  private let file: OpenFile<RegisterProblem>
  private var buffer: [UInt8] = []
  private var place = 0
  private var filled = 0
  private var offset: Int
  private var left = 0
  private var stores: [UUIDBytes] = []
  private var types: [String] = []

  /// Opens a file whose hash is right.
  ///
  /// Throws `RegisterProblem` that `isDamage` for one that is not whole, or is not there.
  init(path: String) throws(RegisterProblem) {
    guard try RegisterFiles.kind(of: path) != nil else { throw .damaged(path, "is not there") }
    file = try OpenFile(path, for: .reading)
    offset = 0
    buffer = [UInt8](repeating: 0, count: DateFile.piece)
    let end = try checkedEnd()
    offset = end - DateFile.tailSize
    let recordsEnd = Int(truncatingIfNeeded: try word())
    left = Int(truncatingIfNeeded: try word())
    guard (DateFile.heading.count...end).contains(recordsEnd), left >= 0, left <= end else {
      throw damage()
    }
    seek(recordsEnd)
    for _ in 0..<(try count(end)) { stores.append(try id()) }
    for _ in 0..<(try count(end)) {
      var name: [UInt8] = []
      for _ in 0..<(try count(end)) { name.append(try byte()) }
      types.append(String(decoding: name, as: UTF8.self))
    }
    seek(DateFile.heading.count)
  }

  /// The next movement; nil at the end.
  func next() throws(RegisterProblem) -> RegisteredMovement? {
    guard left > 0 else { return nil }
    left -= 1
    let (id, product) = (try id(), try id())
    let store = Int(truncatingIfNeeded: try number())
    let type = try number()
    let quantity = type & 1 == 0 ? try signed() : nil
    let createdAt = Instant(microseconds: try signed())
    guard stores.indices.contains(store), types.indices.contains(Int(type >> 1)) else {
      throw damage()
    }
    return RegisteredMovement(
      id: id, product: product, store: stores[store], type: types[Int(type >> 1)],
      quantity: quantity, createdAt: createdAt)
  }

  /// Where what is hashed ends.
  private func checkedEnd() throws(RegisterProblem) -> Int {
    let size = try file.fileSize() ?? 0
    let end = size - DateFile.hashSize
    guard end >= DateFile.heading.count + DateFile.tailSize else { throw damage() }
    var hasher = SHA256()
    var hash: [UInt8] = []
    var at = 0
    while at < size {
      let read = try file.read(into: &buffer, at: at)
      guard read > 0 else { throw damage() }
      if at == 0, !buffer[..<read].starts(with: DateFile.heading) { throw damage() }
      let hashed = max(0, min(read, end - at))
      hasher.update(data: buffer[..<hashed])
      hash += buffer[hashed..<read]
      at += read
    }
    guard hash.elementsEqual(hasher.finalize()) else { throw damage() }
    return end
  }

  private func damage() -> RegisterProblem { .damaged(file.path, "is damaged") }

  private func seek(_ place: Int) {
    offset = place
    self.place = 0
    filled = 0
  }

  private func byte() throws(RegisterProblem) -> UInt8 {
    if place == filled {
      filled = try file.read(into: &buffer, at: offset)
      guard filled > 0 else { throw damage() }
      offset += filled
      place = 0
    }
    defer { place += 1 }
    return buffer[place]
  }

  private func number() throws(RegisterProblem) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      number |= UInt64(next & 0x7F) &<< shift
      if next < 0x80 { return number }
      shift += 7
      guard shift < 64 else { throw damage() }
    }
  }

  private func count(_ limit: Int) throws(RegisterProblem) -> Int {
    let number = try number()
    guard number <= UInt64(limit) else { throw damage() }
    return Int(number)
  }

  private func signed() throws(RegisterProblem) -> Int64 {
    let number = try number()
    return Int64(bitPattern: number &>> 1) ^ -Int64(bitPattern: number & 1)
  }

  private func word() throws(RegisterProblem) -> UInt64 {
    var word: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { word |= UInt64(try byte()) &<< shift }
    return word
  }

  private func id() throws(RegisterProblem) -> UUIDBytes {
    let high = try word()
    return UUIDBytes(high: high, low: try word())
  }
}
