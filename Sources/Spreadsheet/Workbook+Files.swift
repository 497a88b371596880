import Glibc

extension Workbook {
  /// Creates an empty file; one that is there is an error.
  static func createEmpty(_ path: String) throws(WorkbookError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw WorkbookError(path: path, errno: errno, action: "create the workbook")
    }
    _ = Glibc.close(file)
  }

  /// Removes a file that is not complete.
  static func remove(_ path: String) {
    unsafe unlink(path)
  }
}
