/// A format that a workbook knows: a small value to give with each cell.
public struct Format: Hashable, Sendable {
  /// Its place among the workbook's formats.
  let index: Int
  /// Its number in the package's styles.
  let style: UInt32
}
