/// One field of CSV (RFC 4180), with an apostrophe before what a spreadsheet would take for a formula.
public enum CSVField {
  /// Appends a text, in quotes where it needs them.
  ///
  /// With a guard, one that a spreadsheet would take for a formula gets a leading `'`.
  public static func append(_ text: String, guarded: Bool, to bytes: inout [UInt8]) {
    append(Array(text.utf8).span, guarded: guarded, to: &bytes)
  }

  /// Appends a text's bytes, in quotes where they need them.
  public static func append(_ field: Span<UInt8>, guarded: Bool, to bytes: inout [UInt8]) {
    guard field.count > 0 else { return }
    let apostrophe = guarded && startsFormula(field[0])
    bytes.append(addingCapacity: 2 * field.count + 3) { text in
      if apostrophe { text.append(UInt8(ascii: "'")) }
      // Nearly every field is written by this one look at its bytes.
      var isPlain = true
      for index in field.indices {
        let byte = field[index]
        if needsQuotes(byte) { isPlain = false }
        text.append(byte)
      }
      if isPlain { return }
      text.removeAll()
      text.append(quote)
      if apostrophe { text.append(UInt8(ascii: "'")) }
      for index in field.indices {
        let byte = field[index]
        if byte == quote { text.append(quote) }
        text.append(byte)
      }
      text.append(quote)
    }
  }

  /// Appends a record with its line end; `isGuarded` tells by a value's place whether it is guarded.
  public static func append(
    record values: [String], to bytes: inout [UInt8], isGuarded: (Int) -> Bool = { _ in false }
  ) {
    for (place, value) in values.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      append(value, guarded: isGuarded(place), to: &bytes)
    }
    endRecord(&bytes)
  }

  /// Appends a line end.
  public static func endRecord(_ bytes: inout [UInt8]) {
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  private static let quote = UInt8(ascii: "\"")

  @inline(__always)
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == quote || byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
  }

  /// What a spreadsheet takes for the beginning of a formula, or drops before one.
  public static func startsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A,
      0x0D:
      true
    default:
      false
    }
  }
}
