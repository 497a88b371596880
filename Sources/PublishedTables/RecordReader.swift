import Publishing
import Values

/// Reads the records of a published CSV file one after another, from any record's place on.
///
/// It holds one piece of the file. A record's values lie in ``bytes`` and are valid until the next.
struct RecordReader: ~Copyable {
  /// Where a value lies in ``bytes``: without its quotes, and without the guard of formulas.
  struct Field {
    var start: Int
    var end: Int
    var isEmpty: Bool { start == end }
  }

  private let file: PublishedFile
  private let table: String
  private let guarded: [Bool]
  /// The piece of the file that is in memory.
  private(set) var bytes: [UInt8]
  /// The present record's values.
  private(set) var fields: [Field]
  /// Where the present record begins in the file.
  private(set) var offset = 0
  /// How many records were read.
  private(set) var records = 0

  private var base = 0
  private var filled = 0
  private var next = 0

  private static let piece = 1 << 18
  /// No record of ours comes near it; a file that is not ours must not fill the memory.
  private static let longest = 1 << 24

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  /// Opens a table's file and reads its header; `piece` is how much of it is read at once.
  static func open(_ table: PublishedTable, piece: Int = Self.piece) throws -> RecordReader {
    let file = try PublishedFile(table.resource, of: table.run)
    var bytes = [UInt8](repeating: 0, count: piece)
    let filled = try file.read(into: &bytes, at: 0)
    var reader = RecordReader(file: file, table: table, bytes: bytes, filled: filled)
    try reader.readHeader(table.columns.map(\.key))
    return reader
  }

  private init(file: consuming PublishedFile, table: PublishedTable, bytes: [UInt8], filled: Int) {
    self.file = file
    self.table = table.key
    guarded = table.columns.map(\.isGuarded)
    self.bytes = bytes
    self.filled = filled
    fields = []
  }

  private mutating func readHeader(_ keys: [String]) throws {
    if filled >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { next = 3 }
    guard try advance() else { throw damage("is missing: the file has no header") }
    guard fields.map({ text($0) }) == keys else {
      throw damage("is not the header that the manifest describes")
    }
    records = 0
  }

  /// Goes to a record by its place in the file.
  mutating func seek(to offset: Int) throws {
    // What lies before `next` was changed in place.
    if offset == base + next { return }
    base = offset
    next = 0
    filled = try file.read(into: &bytes, at: offset)
  }

  /// Reads the next record; false at the end of the file.
  mutating func advance() throws -> Bool {
    while true {
      let end = parse()
      if end >= 0 {
        offset = base + next
        next = end
        records += 1
        guard fields.count == guarded.count else {
          throw damage("has \(fields.count) values for \(guarded.count) columns")
        }
        trimGuards()
        return true
      }
      if try !fill() { return false }
    }
  }

  /// A value as text.
  func text(_ field: Field) -> String {
    String(decoding: bytes[field.start..<field.end], as: UTF8.self)
  }

  func damage(_ reason: String) -> TableError {
    .damaged(table: table, record: records, reason: reason)
  }

  /// Finds the fields of the record at ``next`` and gives where the one after it begins; -1 when the
  /// piece ends before the record does.
  private mutating func parse() -> Int {
    fields.removeAll(keepingCapacity: true)
    var at = next
    while at < filled {
      let start: Int
      var end: Int
      if bytes[at] == Self.quote {
        start = at + 1
        at = start
        end = start
        // Doubled quotes are made single in place, but only once the record is known to be whole.
        var doubled = false
        while true {
          while at < filled, bytes[at] != Self.quote { at += 1 }
          guard at + 1 < filled else { return -1 }
          if bytes[at + 1] != Self.quote { break }
          doubled = true
          at += 2
        }
        end = at
        at += 1
        fields.append(Field(start: doubled ? ~start : start, end: end))
      } else {
        start = at
        at = endOfPlain(from: at)
        guard at < filled else { return -1 }
        fields.append(Field(start: start, end: at))
      }
      if bytes[at] == Self.comma {
        at += 1
        // A comma before the end of the piece: the next field has not begun yet.
        if at >= filled { return -1 }
        continue
      }
      guard at + 1 < filled else { return -1 }
      undouble()
      return at + 2
    }
    return -1
  }

  private func endOfPlain(from start: Int) -> Int {
    let span = bytes.span
    var at = start
    while at < filled {
      let byte = span[at]
      if byte == Self.comma || byte == 0x0D { return at }
      at += 1
    }
    return at
  }

  private mutating func undouble() {
    for index in fields.indices where fields[index].start < 0 {
      let start = ~fields[index].start
      var to = start
      var from = start
      while from < fields[index].end {
        bytes[to] = bytes[from]
        from += bytes[from] == Self.quote ? 2 : 1
        to += 1
      }
      fields[index] = Field(start: start, end: to)
    }
  }

  private mutating func trimGuards() {
    for index in fields.indices where guarded[index] {
      let field = fields[index]
      guard field.end - field.start > 1, bytes[field.start] == UInt8(ascii: "'"),
        CSVField.startsFormula(bytes[field.start + 1])
      else { continue }
      fields[index].start += 1
    }
  }

  /// Brings more of the file behind what is left of the piece; false at the end of the file.
  private mutating func fill() throws -> Bool {
    let left = filled - next
    if left > 0, next == 0, filled == bytes.count {
      guard bytes.count < Self.longest else { throw damage("is too long") }
      bytes += [UInt8](repeating: 0, count: bytes.count)
    } else if next > 0 {
      for index in 0..<left { bytes[index] = bytes[next + index] }
      base += next
      next = 0
    }
    filled = left
    let count = try file.read(into: &bytes, from: left, at: base + left)
    if count == 0 {
      guard left == 0 else { throw damage("ends in the middle") }
      return false
    }
    filled = left + count
    return true
  }
}
