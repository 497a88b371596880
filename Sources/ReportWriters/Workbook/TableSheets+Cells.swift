import Reports
import Spreadsheet
import Values

extension TableSheets {
  /// Writes a cell, whose text lies in that of its row, and says how many lines it needs.
  mutating func write(
    _ cell: Cell, _ text: Span<UInt8>, column: Int, _ sheet: SheetRows, isLink: Bool
  ) throws(WorkbookError) -> Int {
    let plain = columns[column].plain
    switch cell {
    case .null:
      break
    case .text(let start, let count):
      let text = text.extracting(Int(start)..<Int(start + count))
      let lines = columns[column].note(text: text)
      try sheet.write(
        text: text, column: column,
        format: isLink ? linked : lines > 1 ? columns[column].wrapped : plain)
      return lines
    case .number(let value):
      columns[column].note(number: value)
      try sheet.write(
        number: value, scale: columns[column].scale, column: column,
        format: columns[column].look(of: value))
    case .boolean(let value):
      columns[column].note(width: 5)
      try sheet.write(boolean: value, column: column, format: plain)
    case .date(let day):
      columns[column].note(width: 10)
      if let serial = DateSerial.day(daysSince1970: Int(day.daysSinceEpoch)) {
        try sheet.write(serial: serial, column: column, format: plain)
      } else {
        try write(column, sheet) { day.append(to: &$0) }
      }
    case .timestamp(let instant):
      guard instant.isDated else { break }
      let local = instant.microseconds + Int64(calendar.offset(at: instant)) * 1_000_000
      if let serial = DateSerial.time(localMicroseconds: local) {
        let isPrecise = ColumnLook.isNearMidnight(local)
        columns[column].note(width: isPrecise ? 23 : 19)
        try sheet.write(
          serial: serial, column: column, format: isPrecise ? columns[column].precise : plain)
      } else {
        let calendar = calendar
        try write(column, sheet) { calendar.append(instant, to: &$0) }
      }
    case .uuid(let uuid):
      try write(column, sheet) { uuid.append(to: &$0) }
    }
    return 1
  }

  /// Writes a value as CSV has it: a UUID, or a day that Excel does not know.
  private mutating func write(
    _ column: Int, _ sheet: SheetRows, _ append: (inout [UInt8]) -> Void
  ) throws(WorkbookError) {
    scratch.removeAll(keepingCapacity: true)
    append(&scratch)
    columns[column].note(width: scratch.count)
    try sheet.write(text: scratch.span, column: column, format: columns[column].plain)
  }
}
