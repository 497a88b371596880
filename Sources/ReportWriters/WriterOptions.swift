/// What a run may choose about its files.
public struct WriterOptions: Hashable, Sendable {
  /// Whether a text or code in CSV that a spreadsheet would take for a formula gets a leading `'`.
  public var formulaGuard: Bool
  /// How many rows a sheet holds, header and totals included; never more than the format's
  /// 1,048,576.
  ///
  /// A lower limit is for tests.
  public var rowsPerSheet: Int

  /// The usual choices.
  public init(formulaGuard: Bool = true, rowsPerSheet: Int = 1_048_576) {
    self.formulaGuard = formulaGuard
    self.rowsPerSheet = rowsPerSheet
  }
}
