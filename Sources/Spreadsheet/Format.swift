/// A format that a workbook knows: a small value to give with each cell.
public struct Format: Hashable, Sendable {
  let index: Int
}
