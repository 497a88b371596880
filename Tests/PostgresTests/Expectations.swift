import Testing

// `#expect` copies what it looks into, which a connection or a row does not allow: the value is
// taken out first.

/// Expects two values to be equal.
func expectEqual<Value: Equatable>(
  _ found: Value, _ wanted: Value, _ comment: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found == wanted, "\(comment)", sourceLocation: sourceLocation)
}

/// Expects a fact to hold.
func expect(
  _ fact: Bool, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(fact, "\(comment)", sourceLocation: sourceLocation)
}
