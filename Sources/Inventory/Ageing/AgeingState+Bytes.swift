import Reports
import Values

/// What is wrong with the bytes of a state.
public struct AgeingStateError: Error, Equatable, CustomStringConvertible {
  /// What was found.
  public var reason: String
  /// One line.
  public var description: String { "a carried state of the stock's age is damaged: \(reason)" }
}

/// The compact form: a byte of version, a byte of flags, then numbers of 7 bits a byte; days as
/// differences where they ascend. Six to eight bytes a layer.
extension AgeingState {
  private static let version: UInt8 = 1

  /// What a state has, besides its dates.
  private struct Flags: OptionSet {
    var rawValue: UInt8
    static let isVoid = Flags(rawValue: 1)
    static let hasAverage = Flags(rawValue: 2)
    static let averageIsNaN = Flags(rawValue: 4)
    static let hasLost = Flags(rawValue: 8)
    static let hasTransfers = Flags(rawValue: 16)
    static let all = Flags(rawValue: 31)
  }

  /// Appends the state.
  public func append(to bytes: inout [UInt8]) {
    var writer = CompactWriter(bytes: bytes)
    bytes = []
    var flags: Flags = []
    if pair.isVoid { flags.insert(.isVoid) }
    if pair.average.hasAverage { flags.insert(.hasAverage) }
    if pair.average.stored.isNotANumber { flags.insert(.averageIsNaN) }
    if lost.quantity > 0 { flags.insert(.hasLost) }
    if !sent.isEmpty || !unmatched.isEmpty { flags.insert(.hasTransfers) }
    writer.byte(Self.version)
    writer.byte(flags.rawValue)
    for day in [pair.firstDay, pair.lastSale, pair.lastReceipt, pair.soldFrom, pair.debtSince] {
      writer.optionalDay(day)
    }
    if pair.soldFrom != noDay { writer.byte(pair.soldMarks.rawValue) }
    writer.signed(Int128(pair.average.quantity))
    if let kept = pair.average.stored.value { writer.signed(kept) }
    writer.unsigned(UInt128(layers.count))
    var former = Int64(0)
    for layer in layers {
      writer.signed(Int128(Int64(layer.day) - former))
      former = Int64(layer.day)
      writer.layer(layer)
    }
    if flags.contains(.hasLost) {
      writer.unsigned(UInt128(lost.quantity))
      writer.signed(Int128(lost.since))
      writer.signed(Int128(lost.on))
      writer.byte(lost.marks.rawValue)
    }
    if flags.contains(.hasTransfers) { appendTransfers(to: &writer) }
    bytes = writer.bytes
  }

  private func appendTransfers(to writer: inout CompactWriter) {
    writer.unsigned(UInt128(sent.count))
    for part in sent {
      writer.signed(Int128(part.leftOn))
      writer.text(part.reference)
      writer.signed(Int128(part.layer.day))
      writer.layer(part.layer)
      writer.byte(part.unitCost.isNotANumber ? 0 : 1)
      if let cost = part.unitCost.value { writer.signed(cost) }
    }
    writer.unsigned(UInt128(unmatched.count))
    for transfer in unmatched {
      writer.signed(Int128(transfer.on))
      writer.text(transfer.reference)
      writer.unsigned(UInt128(transfer.quantity))
    }
  }

  /// The state that begins at a place, which is moved behind it; throws for what no state looks like.
  public init(reading bytes: [UInt8], at place: inout Int) throws(AgeingStateError) {
    self.init()
    var reader = CompactReader(bytes: bytes, place: place)
    let version = try reader.byte()
    guard version == Self.version else {
      throw AgeingStateError(reason: "its version is \(version)")
    }
    let flags = Flags(rawValue: try reader.byte())
    guard flags.isSubset(of: .all) else { throw AgeingStateError(reason: "unknown flags") }
    pair.isVoid = flags.contains(.isVoid)
    pair.firstDay = try reader.optionalDay()
    pair.lastSale = try reader.optionalDay()
    pair.lastReceipt = try reader.optionalDay()
    pair.soldFrom = try reader.optionalDay()
    pair.debtSince = try reader.optionalDay()
    if pair.soldFrom != noDay { pair.soldMarks = try reader.marks() }
    let quantity = try reader.integer64()
    let kept =
      flags.contains(.averageIsNaN) ? WideDecimal.notANumber : WideDecimal(try reader.signed())
    pair.average = MovingAverage(
      quantity: quantity, kept: kept, hasAverage: flags.contains(.hasAverage))
    var former: Int128 = 0
    for _ in 0..<(try reader.count(of: 2)) {
      let day = try reader.day(after: former)
      layers.append(try reader.layer(of: day))
      former = Int128(day)
    }
    if flags.contains(.hasLost) {
      lost = AgeingFold.LostStock(
        quantity: try reader.quantity(), since: try reader.day(), on: try reader.day(),
        marks: try reader.marks())
    }
    if flags.contains(.hasTransfers) { try readTransfers(&reader) }
    if let fault { throw AgeingStateError(reason: fault) }
    place = reader.place
  }

  private mutating func readTransfers(_ reader: inout CompactReader) throws(AgeingStateError) {
    for _ in 0..<(try reader.count(of: 5)) {
      let leftOn = try reader.day()
      let reference = try reader.text()
      let layer = try reader.layer(of: try reader.day())
      let hasCost = try reader.byte()
      guard hasCost < 2 else { throw AgeingStateError(reason: "a unit cost of no kind") }
      let cost = hasCost == 0 ? WideDecimal.notANumber : WideDecimal(try reader.signed())
      sent.append(Sent(leftOn: leftOn, reference: reference, layer: layer, unitCost: cost))
    }
    for _ in 0..<(try reader.count(of: 3)) {
      unmatched.append(
        Unmatched(
          on: try reader.day(), reference: try reader.text(), quantity: try reader.quantity()))
    }
  }

  /// Why no fold could have left this; nil when one could.
  private var fault: String? {
    let quantity = pair.average.quantity
    var sum = StoredDecimal.zero
    for layer in layers { sum += StoredDecimal(layer.quantity) }
    if zip(layers, layers.dropFirst()).contains(where: { $0.day >= $1.day }) {
      return "layers out of order"
    }
    if quantity >= 0 ? sum.value != quantity : !layers.isEmpty {
      return "layers that do not add up to the quantity"
    }
    if (quantity < 0) != (pair.debtSince != noDay) { return "a debt and its date disagree" }
    if !pair.average.hasAverage, quantity != 0 || pair.average.stored != .zero {
      return "a quantity without an average"
    }
    let isEmpty =
      quantity == 0 && pair.lastSale == noDay && pair.lastReceipt == noDay
      && pair.soldFrom == noDay && lost.quantity == 0 && !pair.average.hasAverage
    if pair.firstDay == noDay, !isEmpty { return "stock before the first movement" }
    if pair.isVoid, pair.firstDay != noDay { return "figures beside a NaN" }
    return nil
  }
}
