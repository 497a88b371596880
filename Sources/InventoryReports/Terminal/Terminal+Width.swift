import Foundation

extension Terminal {
  /// How many columns the results may take: `COLUMNS`, else the terminal's; nil where nobody says,
  /// so that a file or a pipe gets each row on one line.
  static let width = columns(of: 1)

  /// The same for what goes to standard error.
  static let errorWidth = columns(of: 2)

  private static func columns(of descriptor: Int32) -> Int? {
    // Less is no width that a table could be fitted to.
    let least = 40
    if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text) {
      return max(columns, least)
    }
    // The four numbers of `winsize`: which module has its name depends on the system's C library.
    var size: (rows: UInt16, columns: UInt16, x: UInt16, y: UInt16) = (0, 0, 0, 0)
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    return isKnown && size.columns > 0 ? max(Int(size.columns), least) : nil
  }
}
