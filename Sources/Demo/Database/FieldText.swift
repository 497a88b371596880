import Values

/// Numbers and times as PostgreSQL reads them, written byte by byte: the load spends its time here.
extension [UInt8] {
  /// Appends thousandths as a decimal with three places, or `NaN`.
  mutating func append(thousandths number: Int) {
    guard number != Thousandths.notANumber else {
      append(contentsOf: "NaN".utf8)
      return
    }
    if number < 0 { append(UInt8(ascii: "-")) }
    let magnitude = number < 0 ? 0 &- number : number
    append(digits: magnitude / 1_000, width: 1)
    append(UInt8(ascii: "."))
    append(digits: magnitude % 1_000, width: 3)
  }

  /// Appends satang as baht with two places, or `NaN`.
  mutating func append(satang number: Int) {
    guard number != Thousandths.notANumber else {
      append(contentsOf: "NaN".utf8)
      return
    }
    append(digits: number / 100, width: 1)
    append(UInt8(ascii: "."))
    append(digits: number % 100, width: 2)
  }
}

/// Quantities are whole thousandths of a unit everywhere in this room.
enum Thousandths {
  /// One whole unit.
  static let unit = 1_000
  /// Stands for PostgreSQL's `NaN`, which a DECIMAL may hold: in quantities and in prices.
  static let notANumber = Int.min
}

extension String {
  /// The text that a closure appends as bytes.
  init(ascii append: (inout [UInt8]) -> Void) {
    var bytes: [UInt8] = []
    append(&bytes)
    self.init(decoding: bytes, as: UTF8.self)
  }
}
