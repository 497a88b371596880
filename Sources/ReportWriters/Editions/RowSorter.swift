import Files
import Reports

/// Puts rows in the order of their cells, in a bounded memory: what is beyond goes, sorted, to a file
/// without a name, and the parts are merged at the end.
public struct RowSorter {
  /// How many bytes of rows are in memory at once.
  public static let usualMemory = 32 << 20

  private let form: SortableRow
  private let folder: String
  private let memory: Int
  private var bytes: [UInt8] = []
  private var rows: [Range<Int>] = []
  private var file: NewFile<ReportWriteError>?
  /// Where the parts lie in the file.
  private var parts: [Range<Int>] = []

  init(_ table: TableDefinition, folder: String, memory: Int) {
    form = SortableRow(table)
    self.folder = folder
    self.memory = memory
  }

  /// Takes a row, which is lent for the call.
  mutating func add(_ row: RowBuffer) throws(ReportWriteError) {
    let start = bytes.count
    form.append(row, to: &bytes)
    rows.append(start..<bytes.count)
    if bytes.count + rows.count * MemoryLayout<Range<Int>>.stride >= memory { try spill() }
  }

  /// Lends every row, in order.
  consuming func forEach(
    _ body: (RowBuffer) throws(ReportWriteError) -> Void
  ) throws(ReportWriteError) {
    var row = RowBuffer()
    guard file != nil else {
      sort()
      for place in rows {
        form.read(bytes[place], into: &row)
        try body(row)
      }
      return
    }
    try spill()
    guard let file else { return }
    bytes = []
    rows = []
    var sources: [SortedPart] = []
    for part in parts {
      var source = SortedPart(file, part)
      if try source.advance() { sources.append(source) }
    }
    // Few parts: each has all of the memory in it.
    while let least = sources.indices.min(by: { sources[$0].precedes(sources[$1]) }) {
      form.read(sources[least].row, into: &row)
      try body(row)
      if try !sources[least].advance() { sources.remove(at: least) }
    }
  }

  private mutating func sort() {
    let bytes = bytes
    rows.sort { bytes[$0].lexicographicallyPrecedes(bytes[$1]) }
  }

  /// Writes what is in memory as a sorted part: the length of each row in 4 bytes, then its bytes.
  private mutating func spill() throws(ReportWriteError) {
    guard !rows.isEmpty else { return }
    sort()
    if file == nil { file = try NewFile(unnamedIn: folder, prefix: ".sorted-") }
    guard let file else { return }
    let start = file.length
    var piece: [UInt8] = []
    for place in rows {
      for shift in [24, 16, 8, 0] { piece.append(UInt8(truncatingIfNeeded: place.count >> shift)) }
      piece.append(contentsOf: bytes[place])
      if piece.count >= SortedPart.piece {
        try file.write(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    try file.write(piece)
    parts.append(start..<file.length)
    bytes.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }
}

/// One sorted part of the file, read from its start to its end.
private struct SortedPart {
  static let piece = 1 << 16

  private let file: NewFile<ReportWriteError>
  private var rest: Range<Int>
  private var bytes: [UInt8] = []
  private var place = 0
  private var current = 0..<0

  init(_ file: NewFile<ReportWriteError>, _ range: Range<Int>) {
    self.file = file
    rest = range
  }

  /// The row that is next.
  var row: ArraySlice<UInt8> { bytes[current] }

  func precedes(_ other: SortedPart) -> Bool { row.lexicographicallyPrecedes(other.row) }

  /// Goes to the next row; false at the end.
  mutating func advance() throws(ReportWriteError) -> Bool {
    guard place < bytes.count || !rest.isEmpty else { return false }
    try fill(4)
    let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
    try fill(4 + length)
    current = (place + 4)..<(place + 4 + length)
    place = current.upperBound
    return true
  }

  /// Reads on until so many bytes are there.
  private mutating func fill(_ count: Int) throws(ReportWriteError) {
    guard bytes.count - place < count else { return }
    bytes.removeFirst(place)
    place = 0
    while bytes.count < count {
      var buffer = [UInt8](repeating: 0, count: min(rest.count, max(Self.piece, count)))
      let read = try file.read(into: &buffer, at: rest.lowerBound)
      guard read > 0 else {
        throw ReportWriteError.outOfOrder("the end of what was sorted came too early")
      }
      bytes.append(contentsOf: buffer[..<read])
      rest = (rest.lowerBound + read)..<rest.upperBound
    }
  }
}
