public import Files
public import Inventory
import Values

/// Keeps the gaps of the ledger until their table is written: a few in memory, the rest in a file.
///
/// A ledger may contradict itself in every row, and memory must not grow with its rows. The file
/// lies in the given folder, has no name once it is open, and goes with the spool.
public final class GapSpool {
  private static let recordSize = 49
  private let folder: String
  private let limit: Int
  private var memory: [UInt8] = []
  private var file: NewFile<GapSpoolError>?
  private var spilled = 0
  /// How many gaps there are.
  public private(set) var count = 0

  /// A spool that keeps at most `limit` bytes in memory.
  public init(folder: String, limit: Int = 1 << 20) {
    self.folder = folder
    self.limit = limit
  }

  /// Adds a gap.
  ///
  /// Throws `GapSpoolError` when the file cannot be made or written.
  public func append(_ gap: LedgerGap) throws {
    for word in [
      gap.movement.high, gap.movement.low, UInt64(bitPattern: Int64(gap.pair)),
      UInt64(bitPattern: gap.createdAt.microseconds), gap.expected.bits, gap.found.bits,
    ] {
      withWordBytes(word) { memory.append($0) }
    }
    memory.append(gap.kind.rawValue)
    count += 1
    if memory.count >= limit { try spill() }
  }

  /// Ends the adding.
  public func finish() throws {
    if file != nil { try spill() }
  }

  /// Gives the gaps back in the order in which they were added.
  public func forEach(_ body: (LedgerGap) throws -> Void) throws {
    var piece = [UInt8](repeating: 0, count: 4096 * Self.recordSize)
    var place = 0
    while let file, place < spilled {
      let count = try file.read(into: &piece, at: place)
      guard count > 0, count % Self.recordSize == 0 else {
        throw GapSpoolError(folder: folder, reason: "a piece of the file is missing")
      }
      place += count
      try Self.decode(piece[..<count], body)
    }
    try Self.decode(memory[...], body)
  }

  /// Forgets all gaps, for a reading that begins again.
  public func removeAll() {
    memory.removeAll()
    file = nil
    spilled = 0
    count = 0
  }

  private func spill() throws {
    let file = try file ?? NewFile(unnamedIn: folder, prefix: ".gaps-")
    self.file = file
    try file.write(memory)
    spilled += memory.count
    memory.removeAll(keepingCapacity: true)
  }

  private static func decode(_ bytes: ArraySlice<UInt8>, _ body: (LedgerGap) throws -> Void)
    rethrows
  {
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: recordSize) {
      func word(_ number: Int) -> UInt64 {
        let first = start + number * 8
        var word: UInt64 = 0
        for byte in bytes[first..<first + 8] { word = word << 8 | UInt64(byte) }
        return word
      }
      try body(
        LedgerGap(
          movement: UUIDBytes(high: word(0), low: word(1)),
          pair: Int32(truncatingIfNeeded: Int64(bitPattern: word(2))),
          kind: bytes[start + 48] == 0 ? .brokenChain : .wrongSum,
          createdAt: Instant(microseconds: Int64(bitPattern: word(3))),
          expected: StoredDecimal(bits: word(4)), found: StoredDecimal(bits: word(5))))
    }
  }

  private func withWordBytes(_ word: UInt64, _ body: (UInt8) -> Void) {
    for shift in stride(from: 56, through: 0, by: -8) {
      body(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
    }
  }
}

/// The file of the ledger's gaps could not be written or read back.
public struct GapSpoolError: FileFailure, Hashable, CustomStringConvertible {
  /// The folder that it was to lie in.
  public var folder: String
  /// What the file system said.
  public var reason: String

  init(folder: String, reason: String) {
    self.folder = folder
    self.reason = reason
  }

  /// A call of the system failed on the file.
  public init(_ number: Int32, action: String, path: String) {
    self.init(
      folder: String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]),
      reason: SystemError.reason(of: number))
  }

  /// One line that names the folder and the remedy.
  public var description: String {
    "cannot keep the ledger's gaps in \(folder): \(reason); free space there, or name another"
      + " folder with TMPDIR"
  }
}
