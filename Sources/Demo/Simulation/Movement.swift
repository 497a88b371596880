import Values

/// One row of the ledger, with quantities in thousandths.
struct Movement {
  let id: UUIDBytes
  /// Position of its pair.
  let pair: Int
  let type: MovementType
  /// ``Thousandths/notANumber`` for `NaN`, also in ``quantityAfter``.
  let quantity: Int
  let quantityBefore: Int
  let quantityAfter: Int
  let reference: Reference
  let note: Note?
  let createdAt: MovementTime
}

/// What a movement was.
enum MovementType: String, CaseIterable {
  case sale = "SALE"
  case purchase = "PURCHASE"
  case adjustment = "ADJUSTMENT"
  case transfer = "TRANSFER"
  /// Not one of the service's four: a newer version of it, perhaps.
  case writeOff = "WRITE_OFF"
  /// Not one either: types are matched exactly, case too.
  case lowerCaseSale = "sale"
}

/// When a movement was, as the column can say it.
enum MovementTime {
  /// Microseconds since 1970-01-01T00:00:00Z.
  case at(Int)
  case missing
  case infinity
  case minusInfinity
}

/// The document that a movement belongs to, written `POS-S03-20261121-0042`.
struct Reference {
  let kind: Kind
  let store: Int
  let dayNumber: Int
  let number: Int

  enum Kind: String {
    case receipt = "POS"
    case online = "WEB"
    case order = "PO"
    case stocktake = "STK"
    case opening = "OPEN"
    case transfer = "TRF"
    case correction = "ADJ"
  }
}

/// What people write beside a movement.
enum Note: String {
  case opening = "ยอดยกมา / opening stock"
  case customerReturn = "ลูกค้าคืนสินค้า / customer return"
  case stocktake = "ตรวจนับประจำเดือน / monthly stocktake"
  case transfer = "โอนระหว่างสาขา / between stores"
  case writeOff = "สินค้าเสียหาย \"หมดอายุ\"\tทิ้ง\nรอผู้จัดการอนุมัติ"
  case closed = "เลิกขายที่สาขานี้ / no longer carried here"
  case recount = "แก้ยอด / corrected"
}
