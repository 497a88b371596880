import Crypto
import Files
import Foundation
package import Values

/// What one run saw: of which dates it knows the movements, and what came and went since the look
/// before it.
package struct RegisterLook: Hashable, Codable, Sendable {
  /// A date with the file of its movements.
  struct SeenDate: Hashable, Codable, Sendable {
    var day: Day
    /// The run that wrote the file.
    var run: String
    /// What the server said of the date's movements: how many, and the sum of their hashes.
    var checksum: DateChecksum
  }

  /// The looks are numbered in the order in which they were taken.
  package var sequence: Int
  /// The number of the look with which the register began, or began anew.
  package var epoch: Int
  /// The run that took it.
  package var run: String
  /// The run's business date: of later ones it says nothing.
  package var date: Day
  /// The zone of the business dates.
  package var timeZone: String
  /// Which ledger it is; nil when the server did not say.
  package var ledger: String?
  /// The dates that are kept, in order.
  var dates: [SeenDate] = []
}

/// What a server says of the movements of a business date.
package struct DateChecksum: Hashable, Codable, Sendable {
  package var movements: Int
  /// The sum of their hashes modulo 2^64; as text, since a reader of JSON may round it.
  package var hash: UInt64

  package init(movements: Int = 0, hash: UInt64 = 0) {
    self.movements = movements
    self.hash = hash
  }

  package init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    movements = try values.decode(Int.self)
    hash = UInt64(try values.decode(String.self), radix: 16) ?? 0
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(movements)
    try values.encode(String(hash, radix: 16))
  }
}

/// The file of a look: a line of JSON for the look, one for each entry, and the hash of these lines.
enum LookFile {
  /// Writes a look under a new name, and shows it under its own.
  static func write(
    _ look: RegisterLook, _ entries: [RegisterEntry], to path: String
  ) throws(RegisterProblem) {
    let unfinished = path + Self.unfinished
    try RegisterFiles.remove(unfinished)
    let file = try NewFile<RegisterProblem>(unfinished, isPrivate: true)
    var hasher = SHA256()
    func add(_ value: some Encodable) throws(RegisterProblem) {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      guard let line = try? encoder.encode(value) else {
        throw .damaged(path, "cannot be written")
      }
      let bytes = Array(line) + [UInt8(ascii: "\n")]
      hasher.update(data: bytes)
      try file.write(bytes)
    }
    try add(look)
    for entry in entries { try add(entry) }
    try file.write(Array(hash(hasher).utf8) + [UInt8(ascii: "\n")])
    try file.sync()
    try file.keep()
    try RegisterFiles.rename(unfinished, to: path)
  }

  static let unfinished = ".unfinished"

  /// Reads a look that is whole.
  static func read(
    _ path: String
  ) throws(RegisterProblem) -> (look: RegisterLook, entries: [RegisterEntry]) {
    let bytes = try OpenFile<RegisterProblem>(path, for: .reading).readAll()
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true, let last = lines.popLast(), let first = lines.first
    else { throw .damaged(path, "is damaged") }
    var hasher = SHA256()
    hasher.update(data: bytes[..<last.startIndex])
    guard last.elementsEqual(hash(hasher).utf8) else { throw .damaged(path, "is damaged") }
    let decoder = JSONDecoder()
    guard let look = try? decoder.decode(RegisterLook.self, from: Data(first)),
      let entries = try? lines.dropFirst().map({
        try decoder.decode(RegisterEntry.self, from: Data($0))
      })
    else { throw .damaged(path, "is of another version") }
    return (look, entries)
  }

  private static func hash(_ hasher: SHA256) -> String {
    hasher.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
