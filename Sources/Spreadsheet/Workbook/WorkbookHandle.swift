import CLibXLSXWriter
import Synchronization

/// The one owner of a library workbook: it is closed by `close`, or freed.
///
/// It holds nothing but the pointer, so that closing can give up the clean-up of `deinit`.
@safe
struct WorkbookHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<lxw_workbook>

  init(path: String, temporaryFolder: String) throws(WorkbookError) {
    let created = unsafe lxwshim_new_workbook(path, temporaryFolder)
    guard let created = unsafe created else {
      throw WorkbookError(
        path: path, code: LXW_ERROR_MEMORY_MALLOC_FAILED,
        action: "create the workbook")
    }
    unsafe pointer = created
  }

  deinit {
    unsafe lxw_workbook_free(pointer)
  }

  /// Sets the document's properties, which the library copies.
  func set(_ given: DocumentProperties) -> lxw_error {
    func plain(_ text: String) -> String { CellText.plain(text, atMost: 4_096) }
    // The library takes 0 for "now".
    return unsafe lxwshim_set_properties(
      pointer, plain(given.title), plain(given.subject), plain(given.author), plain(given.comments),
      given.created == 0 ? 1 : given.created)
  }

  /// Writes the file.
  ///
  /// The workbook is freed, whatever comes out.
  consuming func close() -> lxw_error {
    let pointer = unsafe pointer
    discard self
    return Self.closing.withLock { _ in unsafe workbook_close(pointer) }
  }

  /// One workbook at a time: the library makes its date with `gmtime`, whose answer lies in one place
  /// for all threads.
  private static let closing = Mutex(())
}
