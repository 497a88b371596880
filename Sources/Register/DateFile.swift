import Crypto
import Files
import Values

/// The movements of one business date in the order of their ids: a file that is written once.
///
/// Each takes some forty bytes. At the end stand the stores and the types that the movements name by
/// number, how many there are, and the file's hash.
enum DateFile {
  static let heading = Array("inventory-reports register 1\n".utf8)
  static let hashSize = 32
  /// Where the movements end, and how many there are.
  static let tailSize = 16
  static let piece = 1 << 18
}

/// Writes the movements of a date, which come in the order of their ids.
struct DateFileWriter {
  private let file: NewFile<RegisterProblem>
  private var hasher = SHA256()
  private var buffer: [UInt8] = []
  private var flushed = 0
  private var count = 0
  private var stores: [UUIDBytes: Int] = [:]
  private var storeList: [UUIDBytes] = []
  private var types: [String: Int] = [:]
  private var typeList: [String] = []

  /// Makes the file, which goes with the last copy of this unless it is kept.
  init(path: String) throws(RegisterProblem) {
    file = try NewFile(path, isPrivate: true)
    buffer += DateFile.heading
  }

  mutating func add(_ movement: RegisteredMovement) throws(RegisterProblem) {
    add(movement.id)
    add(movement.product)
    add(number: UInt64(Self.number(of: movement.store, &stores, &storeList)))
    let type = UInt64(Self.number(of: movement.type, &types, &typeList))
    add(number: type << 1 | (movement.quantity == nil ? 1 : 0))
    if let quantity = movement.quantity { add(signed: quantity) }
    add(signed: movement.createdAt.microseconds)
    count += 1
    if buffer.count >= DateFile.piece { try flush() }
  }

  /// Completes the file and brings it to the disk; it stays.
  mutating func finish() throws(RegisterProblem) {
    let end = flushed + buffer.count
    add(number: UInt64(storeList.count))
    for store in storeList { add(store) }
    add(number: UInt64(typeList.count))
    for type in typeList {
      add(number: UInt64(type.utf8.count))
      buffer += type.utf8
    }
    add(word: UInt64(end))
    add(word: UInt64(count))
    try flush()
    try file.write(Array(hasher.finalize()))
    try file.sync()
    try file.keep()
  }

  private static func number<Key: Hashable>(
    of key: Key, _ numbers: inout [Key: Int], _ list: inout [Key]
  ) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = list.count
    list.append(key)
    return list.count - 1
  }

  private mutating func add(number: UInt64) {
    var rest = number
    while rest > 0x7F {
      buffer.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    buffer.append(UInt8(rest))
  }

  private mutating func add(signed number: Int64) {
    add(number: UInt64(bitPattern: number &<< 1 ^ number &>> 63))
  }

  private mutating func add(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      buffer.append(UInt8(truncatingIfNeeded: word &>> shift))
    }
  }

  private mutating func add(_ id: UUIDBytes) {
    add(word: id.high)
    add(word: id.low)
  }

  private mutating func flush() throws(RegisterProblem) {
    hasher.update(data: buffer)
    try file.write(buffer)
    flushed += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}
