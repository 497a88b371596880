import CLibXLSXWriter

/// A sheet as its workbook keeps it.
///
/// The pointer lives as long as the workbook.
@safe
struct SheetState {
  let name: String
  let pointer: UnsafeMutablePointer<lxw_worksheet>
  /// The rows of a sheet that the library knows only by its settings.
  let rows: SheetRows?
  /// The row that cells are written to, from 0; -1 before the first.
  var row = -1

  init(name: String, pointer: UnsafeMutablePointer<lxw_worksheet>, rows: SheetRows?) {
    self.name = name
    unsafe self.pointer = pointer
    self.rows = rows
  }

  /// The last row that has cells, from 0.
  var lastRow: Int { rows?.row ?? row }
}
