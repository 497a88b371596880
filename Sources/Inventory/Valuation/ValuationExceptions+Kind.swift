import Columns

extension ValuationExceptions {
  /// A product, or one of its pairs.
  ///
  /// Only their numbers are kept, for a kind may hold of every pair; the sentence that says what is
  /// wrong is made as the row is written.
  struct Finding {
    var product: Int32
    /// The pair's number, or nil at product level.
    var pair: Int32?
  }

  /// One kind of exception: its name, what finds it, and the sentence for a finding.
  ///
  /// A sentence begins with a word: one that began with `-0.750` would get the `'` that guards against
  /// formulas in CSV.
  struct Kind {
    var name: String
    var findings: () -> SpillableColumn<Finding>
    var detail: (Finding) -> String

    /// A kind of which pairs are found.
    init(
      _ name: String, _ exceptions: ValuationExceptions, where holds: @escaping (PairView) -> Bool,
      detail: @escaping (PairView) -> String
    ) {
      self.name = name
      findings = { exceptions.pairs(where: holds) }
      self.detail = { finding in
        finding.pair.map { detail(exceptions.view(Int($0))) } ?? ""
      }
    }

    init(
      _ name: String, findings: @escaping () -> SpillableColumn<Finding>,
      detail: @escaping (Finding) -> String
    ) {
      self.name = name
      self.findings = findings
      self.detail = detail
    }
  }
}
