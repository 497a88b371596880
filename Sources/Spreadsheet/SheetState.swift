import CLibXLSXWriter

/// A sheet as its workbook keeps it.
///
/// The pointer lives as long as the workbook.
@safe
struct SheetState {
  let name: String
  let pointer: UnsafeMutablePointer<lxw_worksheet>
  let isStreamed: Bool
  /// The row that cells are written to, from 0; -1 before the first.
  var row = -1

  init(name: String, pointer: UnsafeMutablePointer<lxw_worksheet>, isStreamed: Bool) {
    self.name = name
    unsafe self.pointer = pointer
    self.isStreamed = isStreamed
  }

  /// Sends every row to the temporary file and says how many bytes they are; 0 for one in memory.
  func flush(path: String) throws(WorkbookError) -> Int64 {
    var bytes: Int64 = 0
    let code = unsafe lxwshim_flush_stream(pointer, &bytes)
    guard code == 0 else {
      throw WorkbookError(path: path, sheet: name, errno: code, action: "keep the rows")
    }
    return bytes
  }
}
