import CLibXLSXWriter

extension Workbook {
  /// Makes the header and the rows below it, down to the last one so far, a table of Excel's, with
  /// filter buttons and bands.
  ///
  /// `headings` are what the cells of the header hold, to the letter; `TableName` tells which of them
  /// make a table, and of which name. There is at least one row, and no other filter on the sheet.
  public func makeTable(
    _ sheet: Sheet, name: String, headerRow: Int, headings: [String]
  ) throws(WorkbookError) {
    let state = sheets[sheet.index]
    let code = unsafe lxwshim_add_table(
      state.pointer, UInt32(headerRow), UInt32(state.lastRow), UInt16(headings.count), name,
      headings.joined(separator: "\0"))
    guard code == LXW_NO_ERROR else {
      throw WorkbookError(
        path: path, sheet: state.name, code: code, action: "make the table \(name)")
    }
  }

  /// Leaves a note on a cell, which comes up when the pointer rests there.
  public func note(
    _ text: String, _ sheet: Sheet, row: Int, column: Int
  ) throws(WorkbookError) {
    let words = CellText.plain(text, atMost: 2_000)
    guard !words.isEmpty else { return }
    // So many letters of its small type go into a line of the note.
    let lines = words.unicodeScalars.count / 44 + 2
    try check(
      unsafe lxwshim_write_note(
        sheets[sheet.index].pointer, UInt32(row), UInt16(column), words, 280,
        UInt16(min(lines * 15, 400))),
      sheet, column)
  }
}

/// Names and headings of tables as Excel takes them.
public enum TableName {
  /// Whether a name can be that of a table, or of a range: neither a cell nor anything but letters,
  /// digits and underscores, after a letter.
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count < 128, isLetter(first) else { return false }
    let isPlain = name.utf8.allSatisfy {
      isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "_")
    }
    return isPlain && !SheetName.looksLikeReference(name)
  }

  /// Whether headings can be those of a table: none empty, long, or like another but for its case, and
  /// none that a cell holds in another form than the table's own list.
  public static func areValid(headings: [String]) -> Bool {
    var known: Set<String> = []
    return headings.allSatisfy { heading in
      let isPlain = heading.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0xFFFE && $0.value != 0xFFFF
      }
      let hasEdges = heading.first?.isWhitespace != false || heading.last?.isWhitespace != false
      return isPlain && !hasEdges && heading.utf16.count <= 255 && !heading.contains("_x")
        && known.insert(heading.lowercased()).inserted
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
