import Crypto
import Files
import Values

/// Writes numbers into a file, in few bytes each, and hashes what it writes.
struct SummaryOutput {
  /// Says which program can read the file; it changes with every change of the format.
  static let heading = Array("inventory-reports ledger summary 4\n".utf8)
  static let hashSize = 32

  private let file: NewFile<SummaryDoubt>
  private var hasher = SHA256()
  private var buffer: [UInt8] = []
  private var flushed = 0

  /// How many bytes there are so far.
  var count: UInt64 { UInt64(flushed + buffer.count) }

  /// Makes the file, which goes with the last copy of this unless it is kept.
  init(path: String) throws {
    file = try NewFile(path, isPrivate: true)
    buffer.reserveCapacity(Self.limit + 64)
    buffer += Self.heading
  }

  private static let limit = 1 << 18

  mutating func add(byte: UInt8) {
    buffer.append(byte)
  }

  /// Seven bits a byte, the lowest first; the last byte has its high bit clear.
  mutating func add(_ number: UInt64) {
    var rest = number
    while rest > 0x7F {
      buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    buffer.append(UInt8(rest))
  }

  /// A number of either sign, in few bytes when it is small.
  mutating func add(signed number: Int64) {
    add(UInt64(bitPattern: number &<< 1 ^ number &>> 63))
  }

  mutating func add(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      buffer.append(UInt8(truncatingIfNeeded: word &>> shift))
    }
  }

  mutating func add(_ id: UUIDBytes) {
    add(word: id.high)
    add(word: id.low)
  }

  /// Bytes with their number before them.
  mutating func add(text: some Collection<UInt8>) {
    add(UInt64(text.count))
    buffer += text
  }

  /// To be called between records, so that memory stays small.
  mutating func breathe() throws {
    if buffer.count >= Self.limit { try flush() }
  }

  /// Ends the file with its hash, and brings it to the disk.
  mutating func finish() throws {
    try flush()
    buffer += hasher.finalize()
    try file.write(buffer)
    try file.sync()
  }

  /// Lets the file stay.
  func keep() throws { try file.keep() }

  private mutating func flush() throws {
    hasher.update(data: buffer)
    try file.write(buffer)
    flushed += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}
