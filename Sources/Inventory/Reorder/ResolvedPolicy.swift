/// The reorder policy applied to the catalogue: the terms of each product, the orders of each pair.
public struct ResolvedPolicy: Sendable {
  /// The terms of each product, by its number in the catalogue.
  let terms: [ReorderTerms]
  /// What is on order for a pair, by its number in the book, scale 3.
  let onOrder: [Int32: Int64]
}
