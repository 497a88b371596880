/// A sheet of a workbook, for the calls of that workbook.
public struct Sheet: Hashable, Sendable {
  /// The place of its tab, from 0.
  public let index: Int
}
