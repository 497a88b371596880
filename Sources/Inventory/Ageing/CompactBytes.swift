import Reports
import Values

/// Writes numbers as 7 bits a byte, the lowest first; signed ones with their sign in the lowest bit.
struct CompactWriter {
  private(set) var bytes: [UInt8]

  mutating func byte(_ byte: UInt8) { bytes.append(byte) }

  mutating func unsigned(_ number: UInt128) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func signed(_ number: Int128) {
    unsigned(UInt128(bitPattern: number &<< 1) ^ UInt128(bitPattern: number &>> 127))
  }

  /// 0 for no day, else the day and a bit.
  mutating func optionalDay(_ day: Int32) {
    guard day != noDay else { return byte(0) }
    unsigned(UInt128(UInt32(bitPattern: day &<< 1) ^ UInt32(bitPattern: day &>> 31)) + 1)
  }

  mutating func text(_ text: [UInt8]) {
    unsigned(UInt128(text.count))
    bytes += text
  }

  /// A layer without its day: its marks in the two lowest bits of its quantity.
  mutating func layer(_ layer: StockLayer) {
    unsigned(UInt128(layer.quantity) << 2 | UInt128(layer.marks.rawValue))
  }
}

/// Reads what a `CompactWriter` wrote, and throws for anything else.
struct CompactReader {
  private let bytes: [UInt8]
  private(set) var place: Int

  init(bytes: [UInt8], place: Int) {
    self.bytes = bytes
    self.place = place
  }

  mutating func byte() throws(AgeingStateError) -> UInt8 {
    guard bytes.indices.contains(place) else { throw AgeingStateError(reason: "it breaks off") }
    place += 1
    return bytes[place - 1]
  }

  mutating func unsigned() throws(AgeingStateError) -> UInt128 {
    var number: UInt128 = 0
    var shift: UInt128 = 0
    while true {
      let next = try byte()
      let part = UInt128(next & 0x7F)
      guard shift < 128, (part << shift) >> shift == part else {
        throw AgeingStateError(reason: "a number of more than 128 bits")
      }
      number |= part << shift
      if next < 0x80 { return number }
      shift += 7
    }
  }

  mutating func signed() throws(AgeingStateError) -> Int128 {
    let number = try unsigned()
    let value = Int128(bitPattern: number >> 1) ^ -Int128(bitPattern: number & 1)
    // What stands for NaN elsewhere is no number.
    guard value != .min else { throw AgeingStateError(reason: "a number beyond all others") }
    return value
  }

  mutating func integer64() throws(AgeingStateError) -> Int64 {
    guard let number = Int64(exactly: try signed()), number != .min else {
      throw AgeingStateError(reason: "a quantity of more than 64 bits")
    }
    return number
  }

  /// A quantity above 0.
  mutating func quantity() throws(AgeingStateError) -> Int64 {
    try Self.quantity(try unsigned())
  }

  private static func quantity(_ number: UInt128) throws(AgeingStateError) -> Int64 {
    guard let quantity = Int64(exactly: number), quantity > 0 else {
      throw AgeingStateError(reason: "a quantity of 0 or of more than 64 bits")
    }
    return quantity
  }

  /// A day that a calendar has, told by its distance from another.
  mutating func day(after former: Int128 = 0) throws(AgeingStateError) -> Int32 {
    let (sum, overflow) = former.addingReportingOverflow(try signed())
    guard !overflow, let day = Int32(exactly: sum), Day(daysSinceEpoch: day).isDated else {
      throw AgeingStateError(reason: "a day that no calendar has")
    }
    return day
  }

  /// A day, or `noDay`.
  mutating func optionalDay() throws(AgeingStateError) -> Int32 {
    let number = try unsigned()
    if number == 0 { return noDay }
    let value = Int128(bitPattern: (number - 1) >> 1) ^ -Int128(bitPattern: (number - 1) & 1)
    guard let day = Int32(exactly: value), Day(daysSinceEpoch: day).isDated else {
      throw AgeingStateError(reason: "a day that no calendar has")
    }
    return day
  }

  /// How many follow, each of so many bytes at least: never more than there is room for.
  mutating func count(of bytesEach: Int) throws(AgeingStateError) -> Int {
    let number = try unsigned()
    guard number <= UInt128((bytes.count - place) / bytesEach) else {
      throw AgeingStateError(reason: "it breaks off")
    }
    return Int(number)
  }

  mutating func text() throws(AgeingStateError) -> [UInt8] {
    let count = try count(of: 1)
    defer { place += count }
    return Array(bytes[place..<place + count])
  }

  /// The marks of a layer by themselves.
  mutating func marks() throws(AgeingStateError) -> LayerMarks {
    let marks = LayerMarks(rawValue: try byte())
    guard marks.isSubset(of: .all) else { throw AgeingStateError(reason: "unknown marks") }
    return marks
  }

  /// A layer of a day.
  mutating func layer(of day: Int32) throws(AgeingStateError) -> StockLayer {
    let number = try unsigned()
    let marks = LayerMarks(rawValue: UInt8(number & 3))
    return StockLayer(day: day, marks: marks, quantity: try Self.quantity(number >> 2))
  }
}
