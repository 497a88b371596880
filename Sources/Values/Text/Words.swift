extension String {
  /// Without white space at its ends.
  public func trimmingSpace() -> String {
    let kept = drop(while: \.isWhitespace)
    guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(kept[...last])
  }
}

extension Collection {
  /// The first few for a sentence, and how many there are beside them: `a, b and 3 more`.
  public func listed(first most: Int, _ name: (Element) -> String) -> String {
    prefix(most).map(name).joined(separator: ", ")
      + (count > most ? " and \(count - most) more" : "")
  }
}
