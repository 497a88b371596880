import Postgres
import Values

/// Writes rows of `stock_movements`; each value that repeats is made into text once.
struct MovementRows {
  static let columns = [
    "id", "product_id", "store_id", "movement_type", "quantity", "quantity_before",
    "quantity_after", "reference", "notes", "created_at",
  ]

  private let productOfPair: [String]
  private let storeOfPair: [String]
  private let storeCodes: [[UInt8]]
  private var time = TimestampText()
  private var dayNumber = -1
  private var dayDigits: [UInt8] = []
  private var scratch: [UInt8] = []

  init(_ simulation: Simulation) {
    let products = simulation.catalog.products.map(\.id.description)
    let stores = simulation.catalog.stores.map(\.id.description)
    productOfPair = simulation.pairs.map { products[$0.product] }
    storeOfPair = simulation.pairs.map { stores[$0.store] }
    storeCodes = simulation.catalog.stores.map { Array("-\($0.code)-".utf8) }
  }

  mutating func write(_ movement: Movement, to writer: inout CopyWriter) throws {
    movement.id.append(to: &scratch)
    endField(&writer)
    writer.raw(productOfPair[movement.pair])
    writer.raw(storeOfPair[movement.pair])
    writer.raw(movement.type.rawValue)
    scratch.append(thousandths: movement.quantity)
    endField(&writer)
    scratch.append(thousandths: movement.quantityBefore)
    endField(&writer)
    scratch.append(thousandths: movement.quantityAfter)
    endField(&writer)
    append(movement.reference)
    endField(&writer)
    if let note = movement.note { writer.text(note.rawValue) } else { writer.null() }
    switch movement.createdAt {
    case .at(let instant):
      time.append(instant, to: &scratch)
      endField(&writer)
    case .missing: writer.null()
    case .infinity: writer.raw("infinity")
    case .minusInfinity: writer.raw("-infinity")
    }
    try writer.endRow()
  }

  private mutating func endField(_ writer: inout CopyWriter) {
    writer.raw(String(decoding: scratch, as: UTF8.self))
    scratch.removeAll(keepingCapacity: true)
  }

  /// Appends `POS-S03-20261121-0042`.
  private mutating func append(_ reference: Reference) {
    if reference.dayNumber != dayNumber {
      dayNumber = reference.dayNumber
      let (year, month, day) = Bangkok.date(dayNumber).civil
      dayDigits.removeAll()
      dayDigits.append(digits: year, width: 4)
      dayDigits.append(digits: month, width: 2)
      dayDigits.append(digits: day, width: 2)
      dayDigits.append(UInt8(ascii: "-"))
    }
    scratch.append(contentsOf: reference.kind.rawValue.utf8)
    scratch.append(contentsOf: storeCodes[reference.store])
    scratch.append(contentsOf: dayDigits)
    scratch.append(digits: reference.number, width: 4)
  }
}
