/// Counts the records of RFC 4180 text piece by piece: a line break within quotes ends no record.
struct CSVRecordCount {
  private var ended = 0
  private var isQuoted = false
  private var hasRest = false

  /// The records so far, a last one without a line break included.
  var count: Int { ended + (hasRest ? 1 : 0) }

  /// Reads the next piece.
  mutating func read(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n"), !isQuoted {
        ended += 1
        hasRest = false
      } else {
        // A doubled quote leaves and enters again, which comes to the same.
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        hasRest = true
      }
    }
  }
}
